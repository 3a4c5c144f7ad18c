using System.Diagnostics;
using Tributary.Models;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Simulation;

/// <summary>Runs a planned job on this machine: the federation, what it is compared with, and what the trained model generates.</summary>
public sealed class Simulator
{
    private readonly PlannedJob _job;
    private readonly SimulationSettings _settings;
    private readonly Workers _workers;

    /// <summary>Prepares a simulation; nothing is computed yet.</summary>
    public Simulator(PlannedJob job, SimulationSettings settings)
    {
        _job = job;
        _settings = settings;
        _workers = new Workers(job, settings.Threads);
    }

    /// <summary>Runs everything.</summary>
    /// <returns>The report, and the trained model.</returns>
    public async Task<SimulationResult> RunAsync(CancellationToken cancellation = default)
    {
        DateTimeOffset startedAt = TimeProvider.System.GetUtcNow();
        Balanced? balanced = _job.Balance is { } balance ? await BalanceAsync(balance, cancellation) : null;
        FederatedResult federated = await new FederatedRun(balanced?.Job ?? _job, _workers, Announce).PlayAsync(cancellation);
        var comparison = new ComparisonTable(_job, _workers, federated, _settings.OnProgress);
        (IReadOnlyList<ComparisonRow> rows, IReadOnlyList<SiteSummary> sites) = comparison.Measure(cancellation);
        if (_settings.DrawsSamples) _settings.OnProgress?.Invoke("drawing samples", 0);
        var report = new RunReport
        {
            Job = _job.Spec.Name,
            Description = _job.Spec.Description,
            Command = _settings.Command,
            JobText = _job.Text,
            Seed = _job.Spec.Seed,
            StartedAt = startedAt,
            Model = new ModelSummary(_job.Spec.Model.Use, _job.Initial.Layout.Length, Sha256: ""),
            Strategy = _job.Composition.Strategy.Name,
            Stages = [.. _job.Plan.Stages.Select(stage => stage.Name)],
            Metric = _job.Metric,
            Privacy = _job.Privacy is { } privacy ? PrivacySummary.Of(privacy, federated.Rounds) : null,
            Rounds = federated.Rounds,
            Sites = sites,
            Comparison = rows,
            Samples = _settings.DrawsSamples ? Samples(federated.Model) : [],
            Balance = balanced?.Summary,
            Totals = Totals(federated, balanced?.Summary),
            Machine = MachineSummary.Read(),
            Outcome = federated.Outcome,
            Reason = federated.Reason,
            Examples = federated.Examples,
        };
        var file = new ModelFile(_job.Spec.Model, ModelFile.SourceOf(_job.Spec.Data), _job.Shape, federated.Model);
        return new SimulationResult(report, file);
    }

    private void Announce(RoundSummary round)
    {
        _settings.OnRound?.Invoke(round);
        _settings.OnProgress?.Invoke("training together", (double)round.Round / Questions);
    }

    private int Questions => _job.Embedding is not null ? 1
        : _job.Table?.Counted is not null ? 2
        : _job.Spec.Rounds + (_job.Spec.Normalize ? 2 : 0) + (_job.Table is null ? 0 : 1);

    private IReadOnlyList<SampleSet> Samples(ParameterSet model) => _job.Architecture switch
    {
        FlowTransformer or DpMerf => [ImageSamples.Draw(_job, _workers, model)],
        Gpt => [TextSamples.Draw(_job, _workers, model)],
        ITableArchitecture => [TableSamples.Draw(_job, _workers, model)],
        _ => [],
    };

    private Task<Balanced> BalanceAsync(PlannedBalance balance, CancellationToken cancellation) => Balanced.MakeAsync(
        _job, balance, _settings.Threads,
        round => _settings.OnProgress?.Invoke("making a generator together", (double)round.Round / balance.Generator.Spec.Rounds),
        cancellation);

    private RunTotals Totals(FederatedResult federated, BalanceSummary? balance) => new()
    {
        Seconds = federated.Seconds + (balance?.Seconds ?? 0),
        VirtualSeconds = _job.SimulatesTime ? federated.VirtualSeconds : null,
        BytesUp = federated.Rounds.Sum(round => round.BytesUp) + (balance?.BytesUp ?? 0),
        BytesDown = federated.Rounds.Sum(round => round.BytesDown) + (balance?.BytesDown ?? 0),
        PeakMemoryBytes = Process.GetCurrentProcess().PeakWorkingSet64,
        Threads = _settings.Threads,
    };
}
