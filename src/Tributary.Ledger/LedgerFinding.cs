namespace Tributary.Ledger;

/// <summary>What a check of a note, a checkpoint or a proof found.</summary>
public enum LedgerFinding
{
    /// <summary>All of it is right.</summary>
    Valid,

    /// <summary>It is not in the format it claims, so nothing was checked.</summary>
    Malformed,

    /// <summary>None of its signatures is by a known key.</summary>
    UnknownSigner,

    /// <summary>A signature by a known key does not match.</summary>
    WrongSignature,

    /// <summary>It was signed by the right key, for another log.</summary>
    WrongOrigin,

    /// <summary>The leaf is not at that index of the tree.</summary>
    NotIncluded,
}
