namespace Tributary.Simulation;

/// <summary>What a generator made, beside the numbers measured on it.</summary>
internal static class SamplesSection
{
    private const int MostRows = 12;

    public static Html Of(RunReport run)
    {
        if (run.Samples.Count == 0) return Html.Empty;
        return Html.Of($"""
            <section>
            <h2>Generated samples</h2>
            {Html.Join(run.Samples.Select(Set))}
            </section>
            """);
    }

    private static Html Set(SampleSet set) => Html.Of($"""
        <h3>{set.Title}</h3>
        {(set.Note is { } note ? Html.Of($"<p>{note}</p>") : Html.Empty)}
        {Measurements(set.Measurements)}
        {(set.Images.Count == 0 ? Html.Empty : Html.Of($"<div class=\"images\">{Html.Join(set.Images.Select(Image))}</div>"))}
        {Html.Join(set.Texts.Select(Text))}
        {(set.Table is { } table ? Table(table) : Html.Empty)}
        """);

    private static Html Measurements(IReadOnlyList<Measurement> measurements) => measurements.Count == 0
        ? Html.Empty
        : Html.Of($"""
            <div class="scroll"><table>
            <caption>Measured on the samples.</caption>
            <thead><tr><th scope="col">Measure</th><th scope="col" class="n">Value</th><th scope="col">How it was measured</th></tr></thead>
            <tbody>
            {Html.Join(measurements.Select(Row))}
            </tbody>
            </table></div>
            """);

    private static Html Image(SampleImage image) => Html.Of($"""
        <figure><img src="data:image/png;base64,{Convert.ToBase64String(image.Png)}" alt="{image.Caption}"/><figcaption>{image.Caption}{(image.Class is { } name ? $" (class {name})" : "")}</figcaption></figure>
        """);

    private static Html Text(SampleText sample) => Html.Of($"""
        <figure class="text"><pre>{(sample.Prompt is { } prompt ? Html.Of($"<b>{prompt}</b>") : Html.Empty)}{sample.Text}</pre><figcaption>{(sample.Prompt is null ? "Begun by the model itself." : "The prompt is in bold; the rest is the model's.")}</figcaption></figure>
        """);

    private static Html Table(SampleTable table) => Html.Of($"""
        <div class="scroll"><table>
        <caption>{(table.Rows.Count <= MostRows ? "Generated rows." : $"The first {MostRows} of {NumberText.Count(table.Rows.Count)} generated rows.")}</caption>
        <thead><tr>{Html.Join(table.Columns.Select(column => Html.Of($"<th scope=\"col\">{column}</th>")))}</tr></thead>
        <tbody>
        {Html.Join(table.Rows.Take(MostRows).Select(Row))}
        </tbody>
        </table></div>
        """);

    private static Html Row(Measurement m) => Html.Of($"""
        <tr><th scope="row">{m.Name}</th>{Cell.Of(m.IsShare ? NumberText.Share(m.Value) : NumberText.Number(m.Value))}<td>{m.Note}</td></tr>
        """);

    private static Html Row(IReadOnlyList<string> cells) =>
        Html.Of($"<tr>{Html.Join(cells.Select(cell => Html.Of($"<td>{cell}</td>")))}</tr>");
}
