namespace Tributary.Core;

/// <summary>A payload whose numbers can be brought on the grid of <see cref="FixedPoint"/>: what aggregators read.</summary>
public abstract class NumericPayload : Payload
{
    /// <summary>How the numbers are divided and coded.</summary>
    public abstract IReadOnlyList<Segment> Segments { get; }

    /// <summary>The count of numbers.</summary>
    public abstract int Length { get; }

    /// <summary>The last number, the weight, on the grid.</summary>
    public abstract long Weight { get; }

    /// <summary>
    /// Whether every number is finite and so small that a sum over <paramref name="cohort"/> such payloads stays on the grid.
    /// </summary>
    public abstract bool IsInRange(int cohort);

    /// <summary>
    /// Adds numbers, rounded to the grid, to <paramref name="sum"/>, as many as it holds; call only when <see cref="IsInRange"/> holds.
    /// </summary>
    /// <param name="sum">Sums on the grid; threads may add to different parts at the same time.</param>
    /// <param name="start">The first number that is added.</param>
    public abstract void AccumulateInto(Span<long> sum, int start = 0);

    /// <summary>
    /// The same numbers rearranged: element i of the result is element <paramref name="source"/>[i] of this, or zero where that is
    /// negative.
    /// </summary>
    public abstract NumericPayload Gather(ReadOnlySpan<int> source, IReadOnlyList<Segment> segments);
}
