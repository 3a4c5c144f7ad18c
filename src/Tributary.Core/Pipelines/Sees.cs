namespace Tributary.Core;

/// <summary>What an aggregator reads.</summary>
public enum Sees
{
    /// <summary>A running sum.</summary>
    Sum,

    /// <summary>Every contribution by itself, to compare them.</summary>
    Contributions,

    /// <summary>Every contribution by itself, one after another, however few there are.</summary>
    Each,
}
