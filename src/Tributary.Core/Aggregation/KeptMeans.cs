using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Core;

/// <summary>
/// One real contribution's means: approximate ones to rank by, and those of an interval exactly as by <see cref="GridDivision"/>.
/// </summary>
/// <remarks>
/// A quotient is a product with the reciprocal, corrected once by its remainder (Markstein, IBM J. Res. Dev. 34, 1990). Both operands have
/// at most 24 significant bits, so the remainder is exact and no quotient lies so near to the middle of two doubles that the correction
/// could round to the other one.
/// </remarks>
/// <param name="weight">The divisor: above zero, as a number, at most 24 significant bits.</param>
internal readonly struct KeptMeans(double weight)
{
    /// <summary>A mean on the grid must be smaller for this way of rounding it.</summary>
    public const long Bound = 1L << 51;

    private readonly float _scale = (float)(1 / weight);
    private readonly double _weight = weight, _reciprocal = 1 / weight;

    /// <summary>Sets the 32-bit means of <paramref name="values"/>, a multiple of 16: each 16 so many places after the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Approximate(ReadOnlySpan<float> values, Span<float> means, int step)
    {
        Vector512<float> scale = Vector512.Create(_scale);
        for (int i = 0, at = 0; i <= values.Length - Vector512<float>.Count; i += Vector512<float>.Count, at += step)
            (Vector512.LoadUnsafe(in values[i]) * scale).StoreUnsafe(ref means[at]);
    }

    /// <summary>Sets <paramref name="sum"/> to where so many calls of <see cref="AddKept"/> lead to the sum.</summary>
    public static void Begin(Span<long> sum, int calls) => sum.Fill(unchecked(-calls * BitConverter.DoubleToInt64Bits(FixedPoint.Shift)));

    /// <summary>
    /// Adds the exact means, smaller than <see cref="Bound"/>, of those <paramref name="values"/> whose 32-bit means lie in their interval.
    /// </summary>
    /// <param name="values">A multiple of 16.</param>
    /// <param name="low">The least mean kept, by coordinate.</param>
    /// <param name="high">The greatest.</param>
    /// <param name="sum">What is added to; wraps around on the way.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddKept(ReadOnlySpan<float> values, ReadOnlySpan<float> low, ReadOnlySpan<float> high, Span<long> sum)
    {
        Vector512<float> scale = Vector512.Create(_scale);
        Vector512<double> weight = Vector512.Create(_weight), reciprocal = Vector512.Create(_reciprocal);
        for (int i = 0; i <= values.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            Vector512<float> value = Vector512.LoadUnsafe(in values[i]), mean = value * scale;
            Vector512<float> kept = Vector512.GreaterThanOrEqual(mean, Vector512.LoadUnsafe(in low[i]))
                & Vector512.LessThanOrEqual(mean, Vector512.LoadUnsafe(in high[i]));
            value &= kept; // what is left out becomes zero and adds nothing
            Add(Divide(Vector512.WidenLower(value), weight, reciprocal), ref sum[i]);
            Add(Divide(Vector512.WidenUpper(value), weight, reciprocal), ref sum[i + Vector512<long>.Count]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Divide(Vector512<double> values, Vector512<double> by, Vector512<double> reciprocal)
    {
        Vector512<double> units = Vector512.Round(values * Vector512.Create((double)FixedPoint.One)), quotient = units * reciprocal;
        return Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(-quotient, by, units), reciprocal, quotient);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector512<double> units, ref long sum) =>
        (Vector512.LoadUnsafe(ref sum) + (units + Vector512.Create(FixedPoint.Shift)).AsInt64()).StoreUnsafe(ref sum);
}
