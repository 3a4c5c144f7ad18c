using System.Diagnostics;
using System.Text.Json.Nodes;
using Tributary.Models;
using Tributary.Simulation;
using Tributary.Training;

namespace Tributary.Cli;

/// <summary>Seconds of a round of the simulator, evaluation apart, by turns with the same round in plain PyTorch.</summary>
internal static class SimulationBench
{
    private const string Script = "simulation.py";
    private const int WarmUp = 10, Evaluations = 3, Cohort = 10;
    private static readonly Columns _columns =
        new(10, "case", "threads", "ms min", "median", "p90", "CPU ms", "evaluation", "peer ms", "ratio", "by turns", "setting");

    /// <summary>Measures every case asked for, on one thread and then on all.</summary>
    public static async Task RunAsync(BenchOptions options, BenchReport report, CancellationToken cancellation)
    {
        var loader = new JobLoader(options.Data);
        (string Name, PlannedJob Job)[] cases = [.. SimulationCases.Names
            .Where(name => options.Cases.Count == 0 || options.Cases.Contains(name))
            .Select(name => (name, loader.Plan(SimulationCases.Job(name, WarmUp + options.Count + 1))))];
        PeerScripts? scripts = await PeerScripts.FindAsync(options, report, cancellation);
        report.Tell(_columns.Header);
        foreach (int threads in new[] { 1, options.Threads }.Distinct())
        {
            using PeerGroup? peers = await PeerGroup.StartAsync(
                scripts, Script, PeerSetting.For(threads, options.AsInstalled, processes: true), report, cancellation);
            foreach ((string name, PlannedJob job) in cases)
                await MeasureAsync(name, job, threads, peers, options.Count, report, cancellation);
        }
    }

    private static async Task MeasureAsync(
        string name, PlannedJob job, int threads, PeerGroup? peers, int rounds, BenchReport report, CancellationToken cancellation)
    {
        JsonObject Request(int clients) => new() { ["case"] = name, ["clients"] = clients };
        JsonObject request = Request(Cohort);
        (PeerProcess? peer, RoundClock? clock) = (null, null);
        try
        {
            if (peers is not null)
            {
                peer = await peers.QuickestAsync(Request(threads), cancellation);
                await peer.AskAsync(request, cancellation);
                // The simulator calls back in the middle of its work and goes on when the call returns: the peer's turn is within it.
                double Theirs() => TurnAsync(peer, request, cancellation).GetAwaiter().GetResult();
                clock = await PlayAsync(job, threads, rounds, Theirs, cancellation);
            }
        }
        catch (PeerException e)
        {
            peer = null;
            report.Note($"There is no ratio of {name}: {e.Message}");
        }
        if (peer is null) clock = await PlayAsync(job, threads, rounds, null, cancellation);
        Tell(name, threads, clock!, Evaluate(job, threads), peer, report);
    }

    private static async Task<RoundClock> PlayAsync(
        PlannedJob job, int threads, int rounds, Func<double>? theirs, CancellationToken cancellation)
    {
        var clock = new RoundClock(WarmUp, rounds, theirs);
        await new Simulator(job, new SimulationSettings { Threads = threads, OnRound = clock.OnRound }).RunAsync(cancellation);
        return clock;
    }

    private static async Task<double> TurnAsync(PeerProcess peer, JsonObject request, CancellationToken cancellation)
    {
        await Turns.RestAsync(cancellation);
        double milliseconds = PeerGroup.Milliseconds(await peer.AskAsync(request, cancellation));
        await Turns.RestAsync(cancellation);
        return milliseconds;
    }

    /// <summary>Milliseconds of measuring a model on the whole test part.</summary>
    private static Spread Evaluate(PlannedJob job, int threads)
    {
        var models = new Pool<Model>(() =>
        {
            Model model = job.Model.Build(Evaluator.ChunkSize);
            model.Plan(forTraining: false);
            return model;
        });
        var evaluator = new Evaluator(models, threads);
        evaluator.Evaluate(job.Initial, job.Federation.Test);
        return Spread.Of(Enumerable.Range(0, Evaluations).Select(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            evaluator.Evaluate(job.Initial, job.Federation.Test);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }));
    }

    private static void Tell(string name, int threads, RoundClock clock, Spread evaluation, PeerProcess? peer, BenchReport report)
    {
        Spread wall = Spread.Of(clock.Turns.Ours), processor = Spread.Of(clock.Processor);
        var result = new JsonObject
        {
            ["case"] = name,
            ["threads"] = threads,
            ["milliseconds"] = wall.ToJson(),
            ["processorMilliseconds"] = processor.ToJson(),
            ["evaluationMilliseconds"] = evaluation.ToJson(),
        };
        if (peer is not null) PeerRow.AddTo(result, peer, null, clock.Turns);
        report.Add(result, _columns.Line([
            name, $"{threads}", Columns.Milliseconds(wall.Min), Columns.Milliseconds(wall.Median), Columns.Milliseconds(wall.P90),
            Columns.Milliseconds(processor.Median), Columns.Milliseconds(evaluation.Median), .. PeerRow.Cells(peer, null, clock.Turns)]));
    }
}
