namespace Tributary.Simulation;

/// <summary>Cells of tables that hold numbers; what was not measured is a dash.</summary>
internal static class Cell
{
    public static Html Of(string? value) => Html.Of($"<td class=\"n\">{value ?? "–"}</td>");

    public static Html Metric(MetricDescription metric, IReadOnlyDictionary<string, double>? values) =>
        Of(values is not null && values.TryGetValue(metric.Name, out double value) ? NumberText.Metric(metric, value) : null);

    public static Html Number(IReadOnlyDictionary<string, double> values, string name) =>
        Of(values.TryGetValue(name, out double value) ? NumberText.Number(value) : null);
}
