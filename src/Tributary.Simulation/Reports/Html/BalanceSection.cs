namespace Tributary.Simulation;

/// <summary>The generator with which sites filled up scarce classes, and how much each of them generated.</summary>
internal static class BalanceSection
{
    private const int MostSites = 12;

    public static Html Of(RunReport run) => run.Balance is not { } balance ? Html.Empty : Html.Of($"""
        <section>
        <h2>Classes filled up</h2>
        <p>{balance.Sentence} No generated image is measured on; a site that trains alone has none.</p>
        <dl class="facts">
        {Html.Join(Facts(run, balance).Select(Fact.Of))}
        </dl>
        </section>
        """);

    private static IEnumerable<(string Name, string Value)> Facts(RunReport run, BalanceSummary balance) =>
        EvenlySpaced.Of([.. run.Sites.Select((site, i) => (site, balance.Generated[i]))], MostSites)
            .Select(pair => (pair.site.Name,
                $"{NumberText.Count(pair.site.TrainExamples)} real and {NumberText.Count(pair.Item2)} generated examples"));
}
