namespace Tributary.Core;

/// <summary>A document, or what a ledger says beside it, does not prove of a round what it should.</summary>
public sealed class EvidenceException : Exception
{
    /// <summary>Makes the exception from a complete sentence.</summary>
    public EvidenceException(string message) : base(message)
    {
    }

    /// <summary>Makes the exception from a complete sentence and a cause.</summary>
    public EvidenceException(string message, Exception cause) : base(message, cause)
    {
    }
}
