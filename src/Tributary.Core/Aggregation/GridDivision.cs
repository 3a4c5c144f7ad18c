using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Core;

/// <summary>Division of grid points: the nearest grid point, ties to even, and no farther from zero than a limit.</summary>
/// <param name="divisor">Above zero, as a number and not in units of the grid.</param>
/// <param name="limit">The largest magnitude of a result, in units of the grid.</param>
internal readonly struct GridDivision(double divisor, long limit)
{
    // Below it, a sum with the shift leaves the nearest integer in the last bits.
    private const double ShiftWorksBelow = 1L << 51;

    private readonly double _reciprocal = double.IsPow2(divisor) ? 1 / divisor : 0; // a product is then the same, and quicker
    private readonly double _bound = Math.Min(ShiftWorksBelow, limit);

    /// <summary>Divides grid points in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Divide(Span<long> values)
    {
        int done = 0;
        Vector512<double> by = Vector512.Create(divisor), reciprocal = Vector512.Create(_reciprocal), bound = Vector512.Create(_bound);
        for (; done <= values.Length - Vector512<long>.Count; done += Vector512<long>.Count)
        {
            Vector512<double> units = Vector512.ConvertToDouble(Vector512.LoadUnsafe(ref values[done]));
            units = _reciprocal > 0 ? units * reciprocal : units / by;
            if (Vector512.LessThanAll(Vector512.Abs(units), bound)) Round(units).StoreUnsafe(ref values[done]);
            else DivideOneByOne(values.Slice(done, Vector512<long>.Count));
        }
        DivideOneByOne(values[done..]);
    }

    /// <summary>Brings numbers on the grid and divides them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Divide(ReadOnlySpan<float> values, Span<long> quotients)
    {
        int done = 0;
        Vector512<double> by = Vector512.Create(divisor), reciprocal = Vector512.Create(_reciprocal), bound = Vector512.Create(_bound);
        Vector512<double> one = Vector512.Create((double)FixedPoint.One);
        for (; done <= values.Length - Vector512<float>.Count; done += Vector512<float>.Count)
        {
            Vector512<float> vector = Vector512.LoadUnsafe(in values[done]);
            Vector512<double> low = Vector512.Round(Vector512.WidenLower(vector) * one);
            Vector512<double> high = Vector512.Round(Vector512.WidenUpper(vector) * one);
            low = _reciprocal > 0 ? low * reciprocal : low / by;
            high = _reciprocal > 0 ? high * reciprocal : high / by;
            if (Vector512.LessThanAll(Vector512.MaxNative(Vector512.Abs(low), Vector512.Abs(high)), bound))
            {
                Round(low).StoreUnsafe(ref quotients[done]);
                Round(high).StoreUnsafe(ref quotients[done + Vector512<long>.Count]);
            }
            else
            {
                DivideOneByOne(values.Slice(done, Vector512<float>.Count), quotients[done..]);
            }
        }
        DivideOneByOne(values[done..], quotients[done..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Round(Vector512<double> units) =>
        (units + Vector512.Create(FixedPoint.Shift)).AsInt64() - Vector512.Create(BitConverter.DoubleToInt64Bits(FixedPoint.Shift));

    private void DivideOneByOne(Span<long> values)
    {
        foreach (ref long value in values) value = Divide(value);
    }

    private void DivideOneByOne(ReadOnlySpan<float> values, Span<long> quotients)
    {
        for (int i = 0; i < values.Length; i++) quotients[i] = Divide(FixedPoint.Round(values[i]));
    }

    private long Divide(long value) => Math.Clamp((long)Math.Round(value / divisor), -limit, limit);
}
