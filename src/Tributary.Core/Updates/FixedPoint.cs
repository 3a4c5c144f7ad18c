using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
    internal const double Shift = 3L << 51;
    private const float ShiftWorksBelow = 1L << (51 - FractionBits);
    private const int Wide = 32; // floats a step of the widest loop

    /// <summary>The largest magnitude that one of <paramref name="cohort"/> updates may hold so that no sum overflows.</summary>
    public static double Limit(int cohort) => ToDouble(LimitOnGrid(cohort));

    /// <summary><see cref="Limit"/> in units of the grid.</summary>
    public static long LimitOnGrid(int cohort) => (1L << 62) / Math.Max(1, cohort);

    /// <summary>The nearest grid point, ties to even.</summary>
    public static long Round(double value) => (long)Math.Round(value * One);

    /// <summary>The number at a grid point.</summary>
    public static double ToDouble(long value) => value * Unit;

    /// <summary>Adds the grid points nearest to <paramref name="values"/> to <paramref name="sum"/>, which is as long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Accumulate(ReadOnlySpan<float> values, Span<long> sum)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sum.Length, values.Length, nameof(sum));
        int done = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<float> limit = Vector512.Create(ShiftWorksBelow);
            for (; done <= values.Length - Wide; done += Wide)
            {
                Vector512<float> low = Vector512.LoadUnsafe(in MemoryMarshal.GetReference(values), (nuint)done);
                Vector512<float> high = Vector512.LoadUnsafe(in MemoryMarshal.GetReference(values), (nuint)(done + Wide / 2));
                if (Vector512.LessThanAll(Vector512.MaxNative(Vector512.Abs(low), Vector512.Abs(high)), limit))
                {
                    ref long target = ref Unsafe.Add(ref MemoryMarshal.GetReference(sum), done);
                    Add(Vector512.WidenLower(low), ref target, 0);
                    Add(Vector512.WidenUpper(low), ref target, 8);
                    Add(Vector512.WidenLower(high), ref target, 16);
                    Add(Vector512.WidenUpper(high), ref target, 24);
                }
                else
                {
                    AccumulateOneByOne(values.Slice(done, Wide), sum.Slice(done, Wide));
                }
            }
        }
        for (; done <= values.Length - Vector<float>.Count; done += Vector<float>.Count)
        {
            var vector = new Vector<float>(values[done..]);
            if (Vector.LessThanAll(Vector.Abs(vector), new Vector<float>(ShiftWorksBelow)))
            {
                Vector.Widen(vector, out Vector<double> low, out Vector<double> high);
                Span<Vector<long>> target = MemoryMarshal.Cast<long, Vector<long>>(sum.Slice(done, Vector<float>.Count));
                target[0] += Round(low);
                target[1] += Round(high);
            }
            else
            {
                AccumulateOneByOne(values.Slice(done, Vector<float>.Count), sum.Slice(done, Vector<float>.Count));
            }
        }
        AccumulateOneByOne(values[done..], sum[done..]);
    }

    // Products with a power of two are exact, so that a fused addition rounds as a separate one would.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector512<double> values, ref long sum, nuint offset) =>
        (Vector512.LoadUnsafe(ref sum, offset)
            + Vector512.FusedMultiplyAdd(values, Vector512.Create((double)One), Vector512.Create(Shift)).AsInt64()
            - Vector512.Create(BitConverter.DoubleToInt64Bits(Shift))).StoreUnsafe(ref sum, offset);

    private static Vector<long> Round(Vector<double> values) =>
        Vector.AsVectorInt64(values * One + new Vector<double>(Shift)) - new Vector<long>(BitConverter.DoubleToInt64Bits(Shift));

    private static void AccumulateOneByOne(ReadOnlySpan<float> values, Span<long> sum)
    {
        for (int i = 0; i < values.Length; i++) sum[i] += Round(values[i]);
    }
}
