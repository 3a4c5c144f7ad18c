namespace Tributary.Core;

/// <summary>A group's sum stays closed, for what its keepers answered does not open it. The session names it; it crosses no seam.</summary>
public sealed class UnopenedSumException : Exception
{
    /// <summary>Makes the exception from complete sentences.</summary>
    public UnopenedSumException(string code, string message) : base(message) => Code = code;

    /// <summary>The code under which <c>docs/problems.md</c> explains the failure.</summary>
    public string Code { get; }
}
