using System.Text.Json.Nodes;

namespace Tributary.Cli;

/// <summary>Training steps and matrix products on one thread and on several, by turns with PyTorch.</summary>
internal static class EngineBench
{
    private const string Script = "engine.py";
    private static readonly Columns _columns = new(
        28, "case", "threads", "used", "ms min", "median", "p90", "GFLOP/s", "of peak", "peer ms", "ratio", "by turns",
        "layout and setting");

    /// <summary>Measures every case asked for, on one thread and then on all.</summary>
    public static async Task RunAsync(BenchOptions options, BenchReport report, CancellationToken cancellation)
    {
        PeerScripts? scripts = await PeerScripts.FindAsync(options, report, cancellation);
        EngineCase[] cases = [.. EngineCases.All.Where(one => options.Cases.Count == 0 || options.Cases.Contains(one.Name))];
        report.Tell(_columns.Header);
        foreach (int threads in new[] { 1, options.Threads }.Distinct())
        {
            double peak = MultiplyAddPeak.Measure(threads);
            report.Add(
                new JsonObject { ["case"] = "multiply-add-peak", ["threads"] = threads, ["gigaflops"] = peak },
                _columns.Line(["multiply-add-peak", $"{threads}", $"{threads}", "", "", "", $"{peak:0.0}"]));
            using PeerGroup? peers = await PeerGroup.StartAsync(
                scripts, Script, PeerSetting.For(threads, options.AsInstalled), report, cancellation);
            foreach (EngineCase one in cases)
                foreach (string? layout in peers is null ? [null] : one.Layouts)
                    await MeasureAsync(one, layout, threads, peak, peers, options, report, cancellation);
        }
    }

    private static async Task MeasureAsync(
        EngineCase one, string? layout, int threads, double peak, PeerGroup? peers, BenchOptions options, BenchReport report,
        CancellationToken cancellation)
    {
        IEngineStep step = one.Make(threads);
        int steps = options.Steps ?? Block.Fit(step.Run, one.BlockMilliseconds);
        double Ours() => Block.Measure(step.Run, steps);
        (PeerProcess? peer, Paired? turns) = (null, null);
        try
        {
            if (peers is not null)
            {
                (peer, Func<Task<double>> ask) = await PrepareAsync(one, layout, peers, options.Steps, cancellation);
                turns = await Turns.TakeAsync(options.Count, Ours, ask, cancellation);
            }
        }
        catch (PeerException e)
        {
            peer = null;
            report.Note($"There is no ratio of {one.Name}: {e.Message}");
        }
        turns ??= await Turns.TakeAsync(options.Count, Ours, null, cancellation);
        Tell(one, layout, threads, peak, step.Threads, peer, turns, report);
    }

    /// <summary>Finds the best setting for a case and how many steps a block of it has.</summary>
    private static async Task<(PeerProcess, Func<Task<double>>)> PrepareAsync(
        EngineCase one, string? layout, PeerGroup peers, int? steps, CancellationToken cancellation)
    {
        const int FewSteps = 2, MostSteps = 100_000;
        JsonObject Request(int count) => new() { ["case"] = one.Name, ["layout"] = layout, ["steps"] = count };
        double first = PeerGroup.Milliseconds(await peers.First.AskAsync(Request(FewSteps), cancellation));
        int Lasting(double milliseconds, double each) => steps ?? (int)Math.Clamp(Math.Ceiling(milliseconds / each), 1, MostSteps);
        PeerProcess best = await peers.QuickestAsync(Request(Lasting(one.BlockMilliseconds / 2, first)), cancellation);
        double each = PeerGroup.Milliseconds(await best.AskAsync(Request(Lasting(one.BlockMilliseconds, first)), cancellation));
        JsonObject block = Request(Lasting(1.2 * one.BlockMilliseconds, each));
        return (best, async () => PeerGroup.Milliseconds(await best.AskAsync(block, cancellation)));
    }

    private static void Tell(
        EngineCase one, string? layout, int threads, double peak, int used, PeerProcess? peer, Paired turns, BenchReport report)
    {
        var ours = Spread.Of(turns.Ours);
        var result = new JsonObject
        {
            ["case"] = one.Name,
            ["threads"] = threads,
            ["threadsUsed"] = used,
            ["milliseconds"] = ours.ToJson(),
        };
        double? rate = one.Operations / ours.Median / 1e6;
        if (rate is { } gigaflops)
        {
            result["gigaflops"] = gigaflops;
            result["shareOfPeak"] = gigaflops / peak;
        }
        if (peer is not null) PeerRow.AddTo(result, peer, layout, turns);
        report.Add(result, _columns.Line([
            one.Name, $"{threads}", $"{used}", Columns.Milliseconds(ours.Min), Columns.Milliseconds(ours.Median),
            Columns.Milliseconds(ours.P90), $"{rate:0.0}", $"{rate / peak:0 %}", .. PeerRow.Cells(peer, layout, turns)]));
    }
}
