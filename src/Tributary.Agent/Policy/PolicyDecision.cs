namespace Tributary.Agent;

/// <summary>What a site's policy says about a job, and why.</summary>
/// <param name="Verdict">The decision.</param>
/// <param name="Reasons">Every reason, in whole sentences.</param>
public sealed record PolicyDecision(Verdict Verdict, IReadOnlyList<string> Reasons)
{
    /// <summary>The reasons in one text.</summary>
    public string Reason => string.Join(" ", Reasons);
}
