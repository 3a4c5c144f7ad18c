namespace Tributary.Core;

/// <summary>A named run of numbers inside an update, all coded alike.</summary>
/// <param name="Name">The tensor's name, or <c>weight</c> or <c>metrics</c>.</param>
/// <param name="Length">The count of numbers.</param>
/// <param name="Role">What they are.</param>
public sealed record Segment(string Name, int Length, SegmentRole Role = SegmentRole.Values)
{
    /// <summary>Numbers in a row, where the segment is a matrix; all of them where it is not.</summary>
    public int Columns { get; init; } = Length;

    /// <summary>
    /// In a ring payload, words of this segment count modulo 2^<c>RingBits</c>, from 2 to 64; sums of a whole cohort fit.
    /// </summary>
    public int RingBits { get; init; } = 64;

    /// <summary>In a ring payload, one step of a word in units of <see cref="FixedPoint.Unit"/>.</summary>
    public long Step { get; init; } = 1;
}
