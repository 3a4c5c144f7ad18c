using Spectre.Console;
using Tributary.Simulation;

namespace Tributary.Cli;

/// <summary>Prints what a run came to: each way of training beside the others, samples with their numbers, and the cost.</summary>
internal static class ComparisonView
{
    /// <summary>Prints to standard output.</summary>
    public static void Print(RunReport report)
    {
        MetricDescription metric = report.Metric;
        bool ownTests = report.Comparison.Any(row => row.OwnTestMetrics is not null);
        var table = new Table { Title = new TableTitle($"{metric.Title} on test data", Style.Plain) };
        table.Border(TableBorder.Rounded).AddColumn("");
        table.AddColumn(new TableColumn("all sites'").RightAligned());
        if (ownTests) table.AddColumn(new TableColumn("each its own").RightAligned());
        table.AddColumn(new TableColumn("seconds").RightAligned()).AddColumn(new TableColumn("bytes").RightAligned());
        foreach (ComparisonRow row in report.Comparison)
        {
            string[] figures = [Figure(metric, row.Metrics), .. ownTests ? [Figure(metric, row.OwnTestMetrics)] : Array.Empty<string>(),
                row.Seconds is { } seconds ? seconds.ToString("0.0") : "", row.Bytes is { } bytes ? Bytes(bytes) : ""];
            table.AddRow([row.Note is null ? row.Label : $"{row.Label}; {row.Note}", .. figures]);
        }
        AnsiConsole.Write(table);
        foreach (SampleSet samples in report.Samples)
            foreach (Measurement measurement in samples.Measurements)
            {
                string value = measurement.Value.ToString(measurement.IsShare ? "P1" : "0.00");
                Console.WriteLine($"{measurement.Name}: {value}");
                if (measurement.Note is not null) AnsiConsole.Write(new Padder(new Text(measurement.Note), new Padding(2, 0, 0, 0)));
            }
        foreach (SampleText text in report.Samples.SelectMany(samples => samples.Texts)) Console.WriteLine(text.Text);
        if (report.Balance is { } balance) Console.WriteLine(balance.Sentence);
        if (report.Examples is { } examples) foreach (string line in Lines(examples)) Console.WriteLine(line);
        RunTotals totals = report.Totals;
        Console.WriteLine($"{report.Rounds.Count} rounds in {totals.Seconds:0.0} s on {totals.Threads} threads, "
            + $"{Bytes(totals.BytesUp)} up, {Bytes(totals.BytesDown)} down, "
            + $"peak memory {Bytes(totals.PeakMemoryBytes)}; {report.Outcome}: {report.Reason}");
    }

    private static IEnumerable<string> Lines(ExampleGuarantee guarantee)
    {
        if (guarantee.Epsilon > PrivacyWords.WeakEpsilon) yield return $"WARNING: {PrivacyWords.Weak}";
        yield return $"Privacy of every single example: epsilon {guarantee.Epsilon:0.0000} at delta {guarantee.Delta:G3}, "
            + $"counted by {guarantee.Accountant}.";
        yield return $"  what happened  {guarantee.Steps} times: a Poisson sample of probability {guarantee.Probability:G6}, then noise of "
            + $"multiplier {guarantee.NoiseMultiplier:G6}";
        yield return $"  neighbours     data with and without one {guarantee.Level}";
        yield return $"  hidden from    {guarantee.Against}";
        foreach (string sentence in guarantee.NotCovered) yield return $"  not covered    {sentence}";
    }

    private static string Figure(MetricDescription metric, IReadOnlyDictionary<string, double>? metrics) =>
        metrics is null || !metrics.TryGetValue(metric.Name, out double value)
            ? ""
            : metric.IsShare ? value.ToString("P1") : value.ToString("0.0000");

    private static string Bytes(long bytes) => bytes switch
    {
        >= 1_000_000_000 => $"{bytes / 1e9:0.00} GB",
        >= 1_000_000 => $"{bytes / 1e6:0.0} MB",
        >= 1_000 => $"{bytes / 1e3:0.0} kB",
        _ => $"{bytes} B",
    };
}
