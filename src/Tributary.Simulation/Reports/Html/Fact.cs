namespace Tributary.Simulation;

/// <summary>A name and what it stands for, in a list of such.</summary>
internal static class Fact
{
    public static Html Of((string Name, string Value) fact) => Html.Of($"<dt>{fact.Name}</dt><dd>{fact.Value}</dd>");
}
