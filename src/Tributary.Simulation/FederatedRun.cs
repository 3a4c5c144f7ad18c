using System.Diagnostics;
using Tributary.Core;
using Tributary.Models;
using Tributary.Privacy;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Simulation;

/// <summary>
/// Runs a job's federation from the first round to the last, in this process, with the coordinator and the client loop of the field.
/// </summary>
internal sealed class FederatedRun
{
    private const string RunName = "simulation";

    private readonly PlannedJob _job;
    private readonly Workers _workers;
    private readonly Action<RoundSummary>? _onRound;
    private readonly Fleet _fleet;
    private readonly Dictionary<ClientId, int> _numbers;
    private readonly SiteVaults _vaults = new();
    private readonly SiteSafes _safes = new();
    private readonly MemoryRoundChannel _channel = new();
    private readonly VirtualClock _clock = new();
    private readonly MemoryEventLog<RunEvent> _log = new();
    private readonly MemoryBlobStore _models = new();
    private readonly UpdateMemory _memory = new();
    private readonly List<RoundSummary> _rounds = [];
    private readonly ExampleAccount? _examples;
    private long _read;
    private int _asked;
    private string? _complaint;

    public FederatedRun(PlannedJob job, Workers workers, Action<RoundSummary>? onRound)
    {
        _job = job;
        _workers = workers;
        _onRound = onRound;
        _fleet = new Fleet(job.Spec.Simulation, job.Speed, job.Random.Derive("fleet"));
        _numbers = job.Federation.Sites.Select((site, i) => (site.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i);
        if (job.Model.Budgets is { } budgets)
            _examples = new ExampleAccount(
                job, budgets, workers.Models.Use(model => job.Federation.Sites.Select(site => model.CountExamples(site.Train)).ToArray()));
    }

    /// <summary>Plays all rounds.</summary>
    public async Task<FederatedResult> PlayAsync(CancellationToken cancellation)
    {
        using Coordinator coordinator = await Coordinator.OpenAsync(Setup(), cancellation);
        using var cache = new ModelCache(_job.Initial.Layout) { ChecksDigests = false }; // the models never leave this memory
        var gate = new ArrivalGate(coordinator);
        var player = new RoundPlayer(coordinator, gate, _clock, _workers.Threads);
        long began = Stopwatch.GetTimestamp();
        while (await coordinator.TickAsync(cancellation) is { Outcome: null } state)
        {
            if (state.Round is not { } round) continue; // it failed at once; the coordinator ends the run if that happens too often
            long start = Stopwatch.GetTimestamp(), modelBytes = await _models.StatAsync(state.Model!.Model, cancellation) ?? 0;
            int threads = _workers.Each(round.Cohort.Length);
            UpdateMemory? memory = UsesUp(round) ? _memory : null;
            await player.PlayAsync(
                round, client => Behaviour(client, round), client => TakePartAsync(client, threads, gate, cache, memory, cancellation),
                client => _fleet.Keeps(_numbers[client], round.Id.Number),
                Trains(round) ? _job.Composition.Pacing.Deadline : null, cancellation);
            _channel.Forget(round.Id);
            IReadOnlyDictionary<string, double> metrics = await EvaluateAsync(coordinator, gate, cache, cancellation);
            _asked = coordinator.State.Asked.GetValueOrDefault(TrainPhase.QuestionName);
            await SummarizeAsync(coordinator.State.LastRound!, metrics, start, modelBytes * round.Cohort.Length, cancellation);
        }
        ParameterSet model = await cache.GetAsync(gate, coordinator.State.Model!.Model, cancellation);
        RunFinished finished = (await NewEventsAsync(cancellation)).OfType<RunFinished>().Single();
        return new FederatedResult(
            model, _rounds, finished.Outcome, Reason(finished), Stopwatch.GetElapsedTime(began).TotalSeconds,
            (_clock.GetUtcNow() - VirtualClock.Start).TotalSeconds, await PersonalAsync(cancellation), _examples?.Guarantee());
    }

    private async ValueTask<IReadOnlyList<float[]?>> PersonalAsync(CancellationToken cancellation)
    {
        var own = new List<float[]?>();
        if (_job.Plan.Personal is not [])
            foreach (Site site in _job.Federation.Sites)
                own.Add(await _vaults.Of(site.Id).LoadAsync(PersonalTensors.NameOf(RunName), cancellation));
        return own;
    }

    private RunSetup Setup() => new()
    {
        Run = RunName,
        Job = _job.Spec.Name,
        Seed = _job.Spec.Seed,
        Phases = _job.Phases,
        Clients = [.. _job.Federation.Sites.Select(site => site.Id)],
        Begin = () => new ModelState(
            _job.Initial.Clone(), _job.Composition.Strategy.ServerOptimizer.Begin(_job.Initial.Layout)),
        LargestWeight = _job.LargestWeight,
        MinimumCohort = _job.Spec.MinimumCohort,
        Threads = _workers.Threads,
        Target = _job.Spec.Evaluate.Target,
        Objection = _job.Privacy is { } privacy ? privacy.Objection : null,
        Rehearsal = _job.Random.Derive("secrets"), // a simulation can be repeated, and its report says that this is not private
        Secret = Secret(),
        Log = _log,
        Models = _models,
        Updates = new DiscardingBlobStore(), // a simulation that is killed starts again
        Channel = _channel,
        KeyOf = client => _safes.KeyOf(client),
        Clock = _clock,
    };

    /// <summary>The run's key, from the seed like everything that a simulation draws.</summary>
    private RunSecret Secret()
    {
        RandomStream random = _job.Random.Derive("secrets").Derive("run");
        Span<byte> key = stackalloc byte[RunSecret.KeyLength];
        foreach (ref byte one in key) one = (byte)random.NextInt(256);
        return new RunSecret(key, RunName);
    }

    private static bool Trains(RoundState round) => round.Question == TrainPhase.QuestionName;

    private bool UsesUp(RoundState round) =>
        _job.Phases.Select(phase => phase.Find(round.Question)).First(question => question is not null) is { } asked
            && asked.UsesUp(asked.Plan(round.Cohort.Length, round.State).Wire);

    /// <summary>Why the run ended, with what a client complained of where that is the reason.</summary>
    private string Reason(RunFinished finished) =>
        finished.Outcome == RunOutcome.Failed && _complaint is not null
            ? $"{finished.Reason} A client says: {_complaint}"
            : finished.Reason;

    private Attempt Behaviour(ClientId client, RoundState round)
    {
        int number = _numbers[client];
        double examples = _workers.Models.Use(model => model.CountExamples(_job.Federation.Sites[number].Train));
        LocalTraining local = _job.Composition.Local;
        double batch = local.BatchSize == 0 ? examples : Math.Min(local.BatchSize, examples);
        if (local.Privacy is not null) batch = _job.Model.Budgets!.Of((int)examples).Lot;
        double work = !Trains(round) ? examples : local.Steps * batch ?? local.Epochs!.Value * examples;
        return _fleet.Try(number, round.Id.Number, work, 2.0 * sizeof(float) * _job.Initial.Values.Length);
    }

    private async Task TakePartAsync(
        ClientId client, int threads, ICoordinator coordinator, ModelCache cache, UpdateMemory? memory, CancellationToken cancellation)
    {
        int number = _numbers[client];
        var trainer = new SiteTrainer(
            _job.Federation.Sites[number].Train, _workers.Loops, threads, Seeded, (Model?)_job.Table ?? _job.Embedding,
            AdapterRanks.Of(_job.Architecture, number));
        var member = new FederatedClient(
            client, coordinator, trainer, _vaults.Of(client), cache, JobStreams.Client(_job.Spec, number), safe: _safes.Of(client))
        {
            Memory = memory,
        };
        try
        {
            await member.TakePartAsync(cancellation);
        }
        catch (Exception e) when (e is MalformedUpdateException or InvalidDataException or KeeperException)
        {
            _complaint = e.Message; // it has declined, and the round goes on without it
        }
    }

    /// <summary>A simulation is there to be repeated; what it draws in public is no secret.</summary>
    private static SeededBits Seeded(RandomStream client) => new SeededBits(client.Derive("privacy"));

    /// <summary>Measures the published model where it is due.</summary>
    private async ValueTask<IReadOnlyDictionary<string, double>> EvaluateAsync(
        Coordinator coordinator, ICoordinator gate, ModelCache cache, CancellationToken cancellation)
    {
        RoundState round = coordinator.State.LastRound!;
        int trained = coordinator.State.Answered.GetValueOrDefault(TrainPhase.QuestionName);
        bool due = trained % _job.Spec.Evaluate.Every == 0 || trained == _job.Spec.Rounds;
        if (!Trains(round) || round.Phase != RoundPhase.Published || !due) return new Dictionary<string, double>();
        ParameterSet model = await cache.GetAsync(gate, coordinator.State.Model!.Model, cancellation);
        IReadOnlyDictionary<string, double> metrics = _workers.Evaluator.Evaluate(model, _job.Federation.Test);
        await coordinator.EvaluateAsync(metrics, cancellation);
        return metrics;
    }

    private async ValueTask SummarizeAsync(
        RoundState round, IReadOnlyDictionary<string, double> metrics, long start, long bytesDown, CancellationToken cancellation)
    {
        IReadOnlyList<RunEvent> events = await NewEventsAsync(cancellation);
        if (Trains(round))
            foreach (ClientId client in round.Cohort) _examples?.Count(_numbers[client]);
        ModelPublished? published = events.OfType<ModelPublished>().LastOrDefault(e => e.Round == round.Id);
        var summary = new RoundSummary
        {
            Round = round.Id.Number,
            Question = round.Question,
            Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
            VirtualSeconds = _job.SimulatesTime ? (_clock.GetUtcNow() - round.OpenedAt).TotalSeconds : null,
            BytesUp = events.OfType<UpdateReceived>().Sum(e => e.Bytes),
            BytesDown = bytesDown,
            TrainLoss = published?.Metrics.TryGetValue("loss", out double loss) == true ? loss : null,
            Metrics = metrics,
            // What is promised to a whole client counts before what is promised to each of its examples.
            Epsilon = _job.Privacy?.Epsilon(_asked) ?? (metrics.Count > 0 ? _examples?.Guarantee().Epsilon : null),
            Invited = round.Cohort.Length,
            Received = round.Received.Count,
            Dropped = round.Dropped.Values.GroupBy(reason => reason).ToDictionary(group => group.Key, group => group.Count()),
        };
        _rounds.Add(summary);
        _onRound?.Invoke(summary);
    }

    /// <summary>What the log has that was not read before.</summary>
    private async ValueTask<IReadOnlyList<RunEvent>> NewEventsAsync(CancellationToken cancellation)
    {
        var events = new List<RunEvent>();
        await foreach (RunEvent e in _log.ReadAsync(RunName, _read, cancellation)) events.Add(e);
        _read += events.Count;
        return events;
    }
}
