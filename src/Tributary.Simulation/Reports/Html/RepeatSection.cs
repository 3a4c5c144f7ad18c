namespace Tributary.Simulation;

/// <summary>The job itself, and how to get the same model again.</summary>
internal static class RepeatSection
{
    public static Html Of(RunReport run) => Html.Of($"""
        <section>
        <h2>How to repeat it</h2>
        <p>The same job and the same seed give the same model, bit for bit, on any processor and with any number of threads. Compare the hash.</p>
        <pre class="command">{run.Command}</pre>
        <dl class="facts">
        {Html.Join(Facts(run).Select(Fact.Of))}
        </dl>
        <h3>The job</h3>
        <pre>{run.JobText}</pre>
        </section>
        """);

    private static IEnumerable<(string Name, string Value)> Facts(RunReport run)
    {
        yield return ("Seed", run.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture));
        yield return ("Model", $"{run.Model.Name}, {NumberText.Count(run.Model.Parameters)} parameters");
        yield return ("SHA-256 of the model", run.Model.Sha256);
        yield return ("Strategy", run.Strategy);
        yield return ("Stages", run.Stages.Count == 0 ? "none: updates travel as they are" : string.Join(" → ", run.Stages));
    }
}
