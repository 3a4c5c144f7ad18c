namespace Tributary.Core;

/// <summary>What a guarantee compares: which two sets of data an observer cannot tell apart.</summary>
public enum Neighbours
{
    /// <summary>Sets of which one has one more.</summary>
    AddOrRemoveOne,

    /// <summary>Sets of the same size in which one is another.</summary>
    ReplaceOne,

    /// <summary>Sets of the same size in which one is replaced by one that contributes nothing.</summary>
    ReplaceByNothing,
}
