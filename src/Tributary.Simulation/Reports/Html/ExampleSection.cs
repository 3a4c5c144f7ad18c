using System.Globalization;

namespace Tributary.Simulation;

/// <summary>What the run promises about every single example, to whom, and what that leaves out.</summary>
internal static class ExampleSection
{
    public static Html Of(RunReport run) => run.Examples is not { } examples ? Html.Empty : Html.Of($"""
        <section>
        <h2>Privacy of single examples</h2>
        <dl class="facts">
        {Html.Join(Facts(examples).Select(Fact.Of))}
        </dl>
        </section>
        """);

    private static IEnumerable<(string Name, string Value)> Facts(ExampleGuarantee examples)
    {
        string delta = examples.Delta.ToString("G3", CultureInfo.InvariantCulture);
        yield return ("Spent", $"ε = {NumberText.Number(examples.Epsilon)} at δ = {delta}, the most of any client's examples");
        yield return ("Neighbours", $"data with and without one {examples.Level}");
        yield return ("Against", examples.Against);
        yield return ("What happened", $"{NumberText.Count(examples.Steps)} times: a Poisson sample of probability "
            + $"{NumberText.Number(examples.Probability)}, then noise of {NumberText.Number(examples.NoiseMultiplier)} times the clip");
        yield return ("Counted by", $"{examples.Accountant}, an upper bound");
        foreach (string sentence in examples.NotCovered) yield return ("Not covered", sentence);
    }
}
