namespace Tributary.Simulation;

/// <summary>The sites: what each holds, and how three models do on its own test part.</summary>
internal static class SitesSection
{
    private const int MostSites = 12;
    private const int MostLabels = 30;

    public static Html Of(RunReport run)
    {
        if (run.Sites.Count == 0) return Html.Empty;
        IReadOnlyList<SiteSummary> shown = EvenlySpaced.Of(run.Sites, MostSites);
        return Html.Of($"""
            <section>
            <h2>Site by site</h2>
            <p>{Extent(run)}</p>
            {Figure(run, shown)}
            {Table(run, shown)}
            </section>
            """);
    }

    private static string Extent(RunReport run)
    {
        int[] sizes = [.. run.Sites.Select(site => site.TrainExamples).Order()];
        string examples = sizes[0] == sizes[^1]
            ? $"each with {NumberText.Count(sizes[0])} training examples"
            : $"with {NumberText.Count(sizes[0])} to {NumberText.Count(sizes[^1])} training examples, " +
                $"{NumberText.Count(sizes[sizes.Length / 2])} in the middle";
        string sites = run.Sites.Count == 1 ? "One site" : $"{NumberText.Count(run.Sites.Count)} sites";
        string shown = run.Sites.Count > MostSites
            ? $" {MostSites} of them, evenly spaced in their order, are shown; summary.json has all."
            : "";
        return $"{sites}, {examples}.{shown}";
    }

    private static Html Figure(RunReport run, IReadOnlyList<SiteSummary> shown)
    {
        BarGroup[] groups =
            [.. shown.Select(site => new BarGroup(site.Name, [.. Bars(run.Metric, site)])).Where(group => group.Bars.Count > 0)];
        if (groups.Length == 0) return Html.Empty;
        var chart = new BarChart
        {
            Id = "sites",
            Title = $"{run.Metric.Title} by site: alone, federated, pooled",
            Description = "The values stand in the table below.",
            Groups = groups,
            TickText = tick => NumberText.Tick(tick, run.Metric.IsShare),
            ValueText = value => NumberText.Metric(run.Metric, value),
        };
        return Html.Of($"""
            <figure class="wide">
            {chart.Draw()}
            <figcaption>{run.Metric.Title} on each site's own test part, of the model it trains alone, the federated one{(HasOwn(run) ? ", that with the part that the site keeps of its own" : "")}, and the one trained on all data in one place.</figcaption>
            </figure>
            """);
    }

    private static IEnumerable<Bar> Bars(MetricDescription metric, SiteSummary site)
    {
        if (site.Alone?.TryGetValue(metric.Name, out double alone) == true) yield return new Bar("alone", alone, "alone");
        if (site.Federated?.TryGetValue(metric.Name, out double federated) == true)
            yield return new Bar("federated", federated, "federated");
        if (site.Personal?.TryGetValue(metric.Name, out double personal) == true)
            yield return new Bar("with its own part", personal, "federated");
        if (site.Pooled?.TryGetValue(metric.Name, out double pooled) == true) yield return new Bar("pooled", pooled, "pooled");
    }

    private static Html Table(RunReport run, IReadOnlyList<SiteSummary> shown) => Html.Of($"""
        <div class="scroll"><table>
        <caption>{run.Metric.Title} is on the site's own test part.</caption>
        <thead><tr><th scope="col">Site</th><th scope="col" class="n">Training</th><th scope="col" class="n">Test</th><th scope="col">Data</th><th scope="col" class="n">Alone</th><th scope="col" class="n">Federated</th>{(HasOwn(run) ? Html.Of($"<th scope=\"col\" class=\"n\">With its own part</th>") : Html.Empty)}<th scope="col" class="n">Pooled</th></tr></thead>
        <tbody>
        {Html.Join(shown.Select(site => Html.Of($"""
            <tr><th scope="row">{site.Name}</th>{Cell.Of(NumberText.Count(site.TrainExamples))}{Cell.Of(NumberText.Count(site.TestExamples))}<td>{Data(site)}</td>{Cell.Metric(run.Metric, site.Alone)}{Cell.Metric(run.Metric, site.Federated)}{(HasOwn(run) ? Cell.Metric(run.Metric, site.Personal) : Html.Empty)}{Cell.Metric(run.Metric, site.Pooled)}</tr>
            """)))}
        </tbody>
        </table></div>
        """);

    private static bool HasOwn(RunReport run) => run.Sites.Any(site => site.Personal is not null);

    private static Html Data(SiteSummary site) => site.Labels.Count is > 0 and <= MostLabels
        ? Html.Of($"{LabelBars.Draw(site.Labels)} {site.Description}")
        : Html.Of($"{site.Description}");
}
