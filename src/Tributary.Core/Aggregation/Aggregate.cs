namespace Tributary.Core;

/// <summary>The weighted sum (or a robust stand-in for it) of a round's updates, on the grid of <see cref="FixedPoint"/>.</summary>
/// <param name="Segments">How the numbers are divided; the last is the summed weight.</param>
/// <param name="Values">Grid points; changed in place by stages that finish.</param>
public sealed record Aggregate(IReadOnlyList<Segment> Segments, long[] Values)
{
    /// <summary>The summed weight, in shares of the largest allowed one.</summary>
    public long Weight => Values[^1];

    /// <summary>
    /// The one division: every number over the summed weight; the weight itself stays undivided. Zeros where the weight is zero.
    /// </summary>
    public double[] Mean()
    {
        double[] mean = new double[Values.Length];
        double weight = Weight;
        for (int i = 0; i < Values.Length - 1; i++) mean[i] = weight > 0 ? Values[i] / weight : 0;
        mean[^1] = FixedPoint.ToDouble(Weight);
        return mean;
    }
}
