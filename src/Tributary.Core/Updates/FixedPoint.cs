using System.Numerics;
using System.Runtime.InteropServices;

namespace Tributary.Core;

/// <summary>
/// The grid on which all sums are taken: 64-bit integers in units of 2^-40. Integer sums are associative, so an aggregate has the same bits
/// whatever the order of arrival, the number of threads or the shape of the tree.
/// </summary>
public static class FixedPoint
{
    /// <summary>Binary digits behind the point: about 12 decimal digits.</summary>
    public const int FractionBits = 40;

    /// <summary>The distance between neighbours on the grid.</summary>
    public const double Unit = 1.0 / One;

    /// <summary>The number one.</summary>
    public const long One = 1L << FractionBits;

    // Added to a double below 2^51 in magnitude, this leaves the nearest integer, ties to even, in the last bits of the sum.
    private const double Shift = 3L << 51;
    private const float ShiftWorksBelow = 1L << (51 - FractionBits);

    /// <summary>The largest magnitude that one of <paramref name="cohort"/> updates may hold so that no sum overflows.</summary>
    public static double Limit(int cohort) => ToDouble(LimitOnGrid(cohort));

    /// <summary><see cref="Limit"/> in units of the grid.</summary>
    public static long LimitOnGrid(int cohort) => (1L << 62) / Math.Max(1, cohort);

    /// <summary>The nearest grid point, ties to even.</summary>
    public static long Round(double value) => (long)Math.Round(value * One);

    /// <summary>The number at a grid point.</summary>
    public static double ToDouble(long value) => value * Unit;

    /// <summary>Adds the grid points nearest to <paramref name="values"/> to <paramref name="sum"/>, which is as long.</summary>
    public static void Accumulate(ReadOnlySpan<float> values, Span<long> sum)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        Span<Vector<long>> sums = MemoryMarshal.Cast<long, Vector<long>>(sum);
        for (int i = 0; i < vectors.Length; i++)
        {
            if (Vector.LessThanAll(Vector.Abs(vectors[i]), new Vector<float>(ShiftWorksBelow)))
            {
                Vector.Widen(vectors[i], out Vector<double> low, out Vector<double> high);
                sums[2 * i] += Round(low);
                sums[2 * i + 1] += Round(high);
            }
            else
            {
                int start = i * Vector<float>.Count;
                AccumulateOneByOne(values.Slice(start, Vector<float>.Count), sum[start..]);
            }
        }
        int done = vectors.Length * Vector<float>.Count;
        AccumulateOneByOne(values[done..], sum[done..]);
    }

    private static Vector<long> Round(Vector<double> values) =>
        Vector.AsVectorInt64(values * One + new Vector<double>(Shift)) - new Vector<long>(BitConverter.DoubleToInt64Bits(Shift));

    private static void AccumulateOneByOne(ReadOnlySpan<float> values, Span<long> sum)
    {
        for (int i = 0; i < values.Length; i++) sum[i] += Round(values[i]);
    }
}
