using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Models;

namespace Tributary.Cli;

/// <summary>Loss and seconds of nanoGPT's preset, seed by seed by turns with PyTorch.</summary>
internal static class NanoGptBench
{
    private const string Script = "nanogpt.py", Mean = "mean";
    private const int TrialSteps = 6;
    private static readonly Columns _columns =
        new(10, "case", "threads", "used", "loss", "seconds", "peer loss", "peer s", "ratio", "difference", "setting");

    /// <summary>Trains every seed, ours first.</summary>
    public static async Task RunAsync(BenchOptions options, BenchReport report, CancellationToken cancellation)
    {
        NanoGptTraining training = Load(options.Data);
        PeerScripts? scripts = await PeerScripts.FindAsync(options, report, cancellation);
        int steps = options.Steps ?? NanoGptTraining.PresetSteps;
        using PeerGroup? peers = await PeerGroup.StartAsync(
            scripts, Script, PeerSetting.For(options.Threads, options.AsInstalled), report, cancellation);
        (PeerProcess? peer, string? failure) = (null, null);
        var runs = new List<Run>();
        report.Tell(_columns.Header);
        for (int seed = 1; seed <= options.Count; seed++)
        {
            Outcome ours = Ours(training.Run((ulong)seed, steps, options.Threads, cancellation)), theirs = default;
            try
            {
                if (peers is not null && failure is null)
                {
                    await Turns.RestAsync(cancellation);
                    peer ??= await peers.QuickestAsync(Request(seed, TrialSteps, validate: false), cancellation);
                    theirs = Theirs(await peer.AskAsync(Request(seed, steps, validate: true), cancellation));
                    await Turns.RestAsync(cancellation);
                }
            }
            catch (PeerException e)
            {
                (peer, failure) = (null, e.Message);
                report.Note($"There is no peer from seed {seed} on: {e.Message}");
            }
            runs.Add(new Run(ours, peer is null ? null : theirs));
            Tell($"seed-{seed}", options.Threads, runs[^1], peer, report);
        }
        Outcome mean = Average(runs.Select(run => run.Ours));
        bool all = runs.All(run => run.Theirs is not null);
        Tell(Mean, options.Threads, new Run(mean, all ? Average(runs.Select(run => run.Theirs!.Value)) : null), peer, report);
    }

    private static NanoGptTraining Load(string? folder)
    {
        try
        {
            (TextData train, TextData validation) = ((TextData)new DataFolder(folder).Open("tiny-shakespeare").Train).Cut(0.9);
            return new NanoGptTraining(train, validation);
        }
        catch (DataException e)
        {
            throw new ProblemException(Core.ProblemCodes.DataProblem, "--data", e.Message);
        }
    }

    private static JsonObject Request(int seed, int steps, bool validate) => new()
    {
        ["seed"] = seed,
        ["steps"] = steps,
        ["decaySteps"] = Math.Max(steps, NanoGptTraining.PresetSteps),
        ["validate"] = validate,
    };

    private static Outcome Ours((double Loss, double Seconds, int Threads) run) => new(run.Loss, run.Seconds, run.Threads);

    private static Outcome Theirs(JsonObject answer) => new(answer["loss"]!.GetValue<double>(), answer["seconds"]!.GetValue<double>(), 0);

    private static Outcome Average(IEnumerable<Outcome> outcomes)
    {
        Outcome[] all = [.. outcomes];
        return new Outcome(all.Average(one => one.Loss), all.Average(one => one.Seconds), all[0].Threads);
    }

    private static void Tell(string name, int threads, Run run, PeerProcess? peer, BenchReport report)
    {
        var result = new JsonObject
        {
            ["case"] = name,
            ["threads"] = threads,
            ["threadsUsed"] = run.Ours.Threads,
            ["loss"] = run.Ours.Loss,
            ["seconds"] = run.Ours.Seconds,
        };
        string[] cells = [];
        if (run.Theirs is { } theirs && peer is not null)
        {
            double difference = run.Ours.Loss - theirs.Loss, ratio = theirs.Seconds / run.Ours.Seconds;
            result["peer"] = new JsonObject
            {
                ["name"] = peer.Name,
                ["setting"] = peer.Setting.Name,
                ["loss"] = theirs.Loss,
                ["seconds"] = theirs.Seconds,
            };
            result["lossDifference"] = difference;
            result["ratio"] = ratio;
            cells = [$"{theirs.Loss:0.0000}", $"{theirs.Seconds:0.0}", $"{ratio:0.00}", $"{difference:+0.0000;-0.0000}", peer.Setting.Name];
        }
        report.Add(result, _columns.Line([
            name, $"{threads}", $"{run.Ours.Threads}", $"{run.Ours.Loss:0.0000}", $"{run.Ours.Seconds:0.0}", .. cells]));
    }

    private readonly record struct Outcome(double Loss, double Seconds, int Threads);

    private sealed record Run(Outcome Ours, Outcome? Theirs);
}
