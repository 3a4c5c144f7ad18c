namespace Tributary.Core;

/// <summary>One round of one run; rounds count from one.</summary>
public readonly record struct RoundId(string Run, int Number)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Run}/{Number}";
}
