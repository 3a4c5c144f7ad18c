using System.Globalization;

namespace Tributary.Simulation;

/// <summary>What the run promises, against whom, and by which counting.</summary>
internal static class PrivacySection
{
    public static Html Of(RunReport run) => run.Privacy is not { } privacy ? Html.Empty : Html.Of($"""
        <section>
        <h2>Privacy</h2>
        {Html.Join(privacy.Warnings.Select(warning => Html.Of($"<p class=\"outcome failed\"><strong>Warning.</strong> {warning}</p>")))}
        <dl class="facts">
        {Html.Join(Facts(privacy).Select(Fact.Of))}
        </dl>
        </section>
        """);

    private static IEnumerable<(string Name, string Value)> Facts(PrivacySummary privacy)
    {
        string delta = privacy.Delta.ToString("G3", CultureInfo.InvariantCulture);
        yield return ("Spent", $"ε = {NumberText.Number(privacy.Epsilon)} at δ = {delta}"
            + (privacy.Budget is { } budget ? $", of a budget of {NumberText.Number(budget)}" : ""));
        yield return ("Neighbours", privacy.Neighbours);
        yield return ("Against", privacy.Against);
        yield return ("Taking part", privacy.Participation);
        yield return ("Noise",
            $"{NumberText.Number(privacy.NoiseMultiplier)} times the norm of {NumberText.Number(privacy.Norm)}; {privacy.Noise}");
        yield return ("Counted by", $"{privacy.Accountant}, an upper bound");
    }
}
