namespace Tributary.Ledger;

/// <summary>The result of a check.</summary>
/// <param name="Finding">What was found.</param>
/// <param name="Explanation">Plain sentences: what is wrong, why it matters, what to do.</param>
public sealed record LedgerVerdict(LedgerFinding Finding, string Explanation)
{
    /// <summary>True if all of it is right.</summary>
    public bool IsValid => Finding == LedgerFinding.Valid;

    internal static LedgerVerdict Right { get; } = new(LedgerFinding.Valid, "It is signed by a known key, and all of it is right.");
}
