using System.Numerics;
using System.Runtime.InteropServices;

namespace Tributary.Core;

/// <summary>An update in 32-bit floats.</summary>
public sealed class RealPayload : NumericPayload
{
    /// <summary>Takes ownership of <paramref name="values"/>, one for each element of <paramref name="segments"/>.</summary>
    public RealPayload(IReadOnlyList<Segment> segments, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, segments.Sum(segment => segment.Length), nameof(values));
        Segments = segments;
        Values = values;
    }

    /// <inheritdoc/>
    public override PayloadKind Kind => PayloadKind.Real;

    /// <inheritdoc/>
    public override IReadOnlyList<Segment> Segments { get; }

    /// <summary>The numbers of all segments, one after another.</summary>
    public float[] Values { get; }

    /// <inheritdoc/>
    public override int Length => Values.Length;

    /// <summary>Floats are never summed as floats: the sum would depend on the order.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void Add(Payload other) =>
        throw new NotSupportedException("Real payloads are brought on the fixed-point grid before they are added.");

    /// <inheritdoc/>
    public override long Weight => FixedPoint.Round(Values[^1]);

    /// <inheritdoc/>
    public override bool IsInRange(int cohort)
    {
        float limit = (float)FixedPoint.Limit(cohort);
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(Values);
        foreach (Vector<float> vector in vectors)
            if (!Vector.LessThanAll(Vector.Abs(vector), new Vector<float>(limit))) // also false for NaN
                return false;
        foreach (float value in Values.AsSpan(vectors.Length * Vector<float>.Count))
            if (!(Math.Abs(value) < limit))
                return false;
        return true;
    }

    /// <inheritdoc/>
    public override void AccumulateInto(Span<long> sum, int start = 0) => FixedPoint.Accumulate(Values.AsSpan(start, sum.Length), sum);

    /// <inheritdoc/>
    public override NumericPayload Gather(ReadOnlySpan<int> source, IReadOnlyList<Segment> segments)
    {
        float[] values = new float[source.Length];
        for (int i = 0; i < values.Length; i++) values[i] = source[i] < 0 ? 0 : Values[source[i]];
        return new RealPayload(segments, values);
    }
}
