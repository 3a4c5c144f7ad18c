namespace Tributary.Core;

/// <summary>What the numbers of a segment are.</summary>
public enum SegmentRole
{
    /// <summary>The answer itself: a tensor's change, a column's sum.</summary>
    Values,

    /// <summary>The client's weight as a share of the largest allowed one, from 0 to 1; one number at the end of every update.</summary>
    Weight,

    /// <summary>Averages over the client's examples (training loss, say), reported beside the answer.</summary>
    Metrics,
}
