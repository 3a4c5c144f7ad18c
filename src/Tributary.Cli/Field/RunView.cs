using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Tributary.Protocol;

namespace Tributary.Cli;

/// <summary>Runs as a terminal shows them.</summary>
internal static class RunView
{
    /// <summary>All runs, a row each.</summary>
    public static IRenderable Of(RunsMessage runs)
    {
        if (runs.Runs.Count == 0) return new Text("No job has been submitted.\n");
        Table table = new Table().Border(TableBorder.Simple).AddColumns("run", "state", "round", "model", "by", "submitted");
        foreach (RunMessage run in runs.Runs)
            table.AddRow(Cells(run.Run, run.State, Rounds(run), Model(run), run.SubmittedBy, Moment(run.SubmittedAt)));
        return table;
    }

    /// <summary>One run with its sites.</summary>
    public static IRenderable Of(RunMessage run, DateTimeOffset now)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("site", "consent", "state", "last seen");
        foreach (RunSiteMessage site in run.Sites)
            table.AddRow(Cells(
                site.Site,
                site.Consent is null ? "not yet" : site.Reason is null ? site.Consent : $"{site.Consent}: {site.Reason}",
                site.State,
                site.LastSeen is { } seen ? $"{Duration(now - seen)} ago" : "not since the coordinator started"));
        IRenderable[] rows =
        [
            new Text($"{run.Run} ({run.Job}): {run.State}, round {Rounds(run)}, model {Model(run)}{Metrics(run)}{Privacy(run)}"),
            new Text(run.Reason ?? ""),
            table,
        ];
        return new Rows(run.Privacy is { } privacy ? rows.Append(new Text(string.Join('\n', privacy.Promise))) : rows);
    }

    /// <summary>One run in a line.</summary>
    public static string Line(RunMessage run) =>
        $"{run.Run}: {run.State}, round {Rounds(run)}, model {Model(run)}{Metrics(run)}{Privacy(run)}" +
        (run.Reason is null ? "" : $". {run.Reason}");

    private static Text[] Cells(params IEnumerable<string> cells) => [.. cells.Select(cell => new Text(cell))];

    private static string Rounds(RunMessage run) => string.Create(CultureInfo.InvariantCulture, $"{run.Round}");

    private static string Model(RunMessage run) => string.Create(CultureInfo.InvariantCulture, $"{run.ModelVersion}");

    private static string Metrics(RunMessage run) =>
        Numbers(run.Metrics) + (run.Evaluation is { } measured ? $"; evaluators: {Numbers(measured)[2..]}" : "");

    private static string Privacy(RunMessage run) => run.Privacy is not { } privacy ? "" : string.Create(CultureInfo.InvariantCulture,
        $", epsilon {privacy.Epsilon ?? double.PositiveInfinity:0.0000} at delta {privacy.Delta:G3}");

    private static string Numbers(IReadOnlyDictionary<string, double> metrics) => string.Concat(
        metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal)
            .Select(metric => string.Create(CultureInfo.InvariantCulture, $", {metric.Key} {metric.Value:0.0000}")));

    private static string Moment(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 90 } => $"{Math.Max(0, time.TotalSeconds):0} s",
        { TotalMinutes: < 90 } => $"{time.TotalMinutes:0} min",
        { TotalHours: < 48 } => $"{time.TotalHours:0} h",
        _ => $"{time.TotalDays:0} days",
    };
}
