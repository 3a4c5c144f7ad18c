using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Core;

/// <summary>The weighted sum (or a robust stand-in for it) of a round's updates, on the grid of <see cref="FixedPoint"/>.</summary>
/// <param name="Segments">How the numbers are divided; the last is the summed weight.</param>
/// <param name="Values">Grid points; changed in place by stages that finish.</param>
public sealed record Aggregate(IReadOnlyList<Segment> Segments, long[] Values)
{
    /// <summary>What <see cref="Values"/> lie in, where the next round may have it after this one; not where a stage made them.</summary>
    internal SumVector? Vector { get; init; }

    /// <summary>The summed weight, in shares of the largest allowed one.</summary>
    public long Weight => Values[^1];

    /// <summary>
    /// The one division: every number over the summed weight; the weight itself stays undivided. Zeros where the weight is zero.
    /// </summary>
    public double[] Mean()
    {
        double[] mean = new double[Values.Length];
        MeanInto(mean);
        return mean;
    }

    /// <summary><see cref="Mean"/> into memory of the caller's, which is as long as <see cref="Values"/>.</summary>
    public void MeanInto(Span<double> mean)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(mean.Length, Values.Length, nameof(mean));
        if (Weight > 0) Divide(Values, Weight, mean);
        else mean.Clear();
        mean[^1] = FixedPoint.ToDouble(Weight);
    }

    /// <summary>Every number as it is summed, the weight among them, into memory that is as long as <see cref="Values"/>.</summary>
    public void SumInto(Span<double> sum)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sum.Length, Values.Length, nameof(sum));
        for (int i = 0; i < sum.Length; i++) sum[i] = FixedPoint.ToDouble(Values[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Divide(ReadOnlySpan<long> values, double weight, Span<double> mean)
    {
        int done = 0;
        for (; done <= values.Length - Vector512<long>.Count; done += Vector512<long>.Count)
        {
            Vector512<double> numbers = Vector512.ConvertToDouble(Vector512.LoadUnsafe(in values[done]));
            (numbers / Vector512.Create(weight)).StoreUnsafe(ref mean[done]);
        }
        for (; done < values.Length; done++) mean[done] = values[done] / weight;
    }
}
