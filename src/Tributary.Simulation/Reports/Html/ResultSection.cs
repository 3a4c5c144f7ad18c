namespace Tributary.Simulation;

/// <summary>Each site alone beside federated beside pooled: in words, as bars, as a table.</summary>
internal static class ResultSection
{
    public static Html Of(RunReport run)
    {
        if (run.Comparison.Count == 0) return Html.Empty;
        return Html.Of($"""
            <section>
            <h2>Alone, together, or all in one place</h2>
            {Html.Join(ComparisonText.Paragraphs(run).Select(paragraph => Html.Of($"<p>{paragraph}</p>")))}
            {Figure(run)}
            {Table(run)}
            </section>
            """);
    }

    private static Html Figure(RunReport run)
    {
        BarGroup[] groups = [.. run.Comparison
            .Where(row => row.Metrics.ContainsKey(run.Metric.Name))
            .Select(row => new BarGroup(row.Label, [new Bar(row.Label, row.Metrics[run.Metric.Name], StyleOf(row.Label))]))];
        if (groups.Length == 0) return Html.Empty;
        var chart = new BarChart
        {
            Id = "comparison",
            Title = $"{run.Metric.Title} by way of training",
            Description = string.Join("; ", groups.Select(group => $"{group.Name}: {NumberText.Metric(run.Metric, group.Bars[0].Value)}")),
            Groups = groups,
            TickText = tick => NumberText.Tick(tick, run.Metric.IsShare),
            ValueText = value => NumberText.Metric(run.Metric, value),
        };
        return Html.Of($"""
            <figure class="wide">
            {chart.Draw()}
            <figcaption>{run.Metric.Title} on the test data of all sites together.</figcaption>
            </figure>
            """);
    }

    private static Html Table(RunReport run)
    {
        string name = run.Metric.Name;
        string[] others =
            [.. run.Comparison.SelectMany(row => row.Metrics.Keys).Where(key => key != name).Distinct().Order(StringComparer.Ordinal)];
        return Html.Of($"""
            <div class="scroll"><table>
            <caption>The same data and the same model, trained in different ways.</caption>
            <thead><tr><th scope="col">Training</th><th scope="col" class="n">{run.Metric.Title}, all test data</th><th scope="col" class="n">{run.Metric.Title}, own test part</th>{Html.Join(others.Select(other => Html.Of($"<th scope=\"col\" class=\"n\">{other}</th>")))}<th scope="col" class="n">Seconds</th><th scope="col" class="n">Sent and received</th></tr></thead>
            <tbody>
            {Html.Join(run.Comparison.Select(row => Html.Of($"""
                <tr><th scope="row">{row.Label}{(row.Note is null ? "" : $", {row.Note}")}</th>{Cell.Metric(run.Metric, row.Metrics)}{Cell.Metric(run.Metric, row.OwnTestMetrics)}{Html.Join(others.Select(other => Cell.Number(row.Metrics, other)))}{Cell.Of(row.Seconds is { } seconds ? NumberText.Seconds(seconds) : null)}{Cell.Of(row.Bytes is { } bytes ? NumberText.Bytes(bytes) : null)}</tr>
                """)))}
            </tbody>
            </table></div>
            """);
    }

    private static string StyleOf(string label) => label switch
    {
        ComparisonRow.Alone => "alone",
        ComparisonRow.Pooled => "pooled",
        _ => "federated",
    };
}
