using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>Sums and extremes of vectors over 16 lanes with one order of combination: the same bits on every instruction set.</summary>
internal static class Reduction
{
    /// <summary>The sum of the elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Sum(ReadOnlySpan<float> x)
    {
        Vector512<float> sum = default;
        for (int i = 0; i < x.Length; i += Lanes.Count) sum += Lanes.Load(x, i);
        return Lanes.Sum(sum);
    }

    /// <summary>The inner product of two vectors of one length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Vector512<float> sum = default;
        for (int i = 0; i < x.Length; i += Lanes.Count) sum = Vector512.FusedMultiplyAdd(Lanes.Load(x, i), Lanes.Load(y, i), sum);
        return Lanes.Sum(sum);
    }

    /// <summary>The sum of (x - y)^2 of two vectors of one length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float SquaredDistance(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Vector512<float> sum = default;
        for (int i = 0; i < x.Length; i += Lanes.Count)
        {
            Vector512<float> difference = Lanes.Load(x, i) - Lanes.Load(y, i);
            sum = Vector512.FusedMultiplyAdd(difference, difference, sum);
        }
        return Lanes.Sum(sum);
    }

    /// <summary>The sum of (x - center)^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float SumOfSquaredDeviations(ReadOnlySpan<float> x, float center)
    {
        Vector512<float> sum = default, c = Vector512.Create(center);
        for (int i = 0; i < x.Length; i += Lanes.Count)
        {
            Vector512<float> deviation = Lanes.Load(x, i, center) - c;
            sum = Vector512.FusedMultiplyAdd(deviation, deviation, sum);
        }
        return Lanes.Sum(sum);
    }

    /// <summary>The sum of (x - center) y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float DotCentered(ReadOnlySpan<float> x, float center, ReadOnlySpan<float> y)
    {
        Vector512<float> sum = default, c = Vector512.Create(center);
        for (int i = 0; i < x.Length; i += Lanes.Count)
            sum = Vector512.FusedMultiplyAdd(Lanes.Load(x, i) - c, Lanes.Load(y, i), sum);
        return Lanes.Sum(sum);
    }

    /// <summary>The largest element; negative infinity of nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Max(ReadOnlySpan<float> x)
    {
        Vector512<float> largest = Vector512.Create(float.NegativeInfinity);
        for (int i = 0; i < x.Length; i += Lanes.Count) largest = Vector512.Max(largest, Lanes.Load(x, i, float.NegativeInfinity));
        return Lanes.Max(largest);
    }

    /// <summary>Adds up the rows of a matrix, each column in the order of the rows.</summary>
    /// <param name="x">(rows, columns).</param>
    /// <param name="sum">(columns): receives the sums.</param>
    /// <param name="add">Whether to add to what <paramref name="sum"/> holds.</param>
    public static void SumRows(ReadOnlySpan<float> x, Span<float> sum, bool add) => SumRows(x, sum.Length, sum, add);

    /// <summary>The same for a matrix that is part of a wider one.</summary>
    /// <param name="x">(rows, columns), and between rows what belongs to other columns.</param>
    /// <param name="stride">The distance between rows.</param>
    /// <param name="sum">(columns): receives the sums.</param>
    /// <param name="add">Whether to add to what <paramref name="sum"/> holds.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumRows(ReadOnlySpan<float> x, int stride, Span<float> sum, bool add)
    {
        const int Block = 4 * Lanes.Count;
        int columns = sum.Length, column = 0;
        for (; column <= columns - Block; column += Block)
        {
            Vector512<float> a = default, b = default, c = default, d = default;
            if (add)
            {
                a = Lanes.Load(sum, column);
                b = Lanes.Load(sum, column + Lanes.Count);
                c = Lanes.Load(sum, column + 2 * Lanes.Count);
                d = Lanes.Load(sum, column + 3 * Lanes.Count);
            }
            for (int i = column; i < x.Length; i += stride)
            {
                a += Lanes.Load(x, i);
                b += Lanes.Load(x, i + Lanes.Count);
                c += Lanes.Load(x, i + 2 * Lanes.Count);
                d += Lanes.Load(x, i + 3 * Lanes.Count);
            }
            Lanes.Store(a, sum, column);
            Lanes.Store(b, sum, column + Lanes.Count);
            Lanes.Store(c, sum, column + 2 * Lanes.Count);
            Lanes.Store(d, sum, column + 3 * Lanes.Count);
        }
        for (; column < columns; column += Lanes.Count)
        {
            Vector512<float> a = add ? Lanes.Load(sum, column) : default;
            for (int i = column; i < x.Length; i += stride) a += Lanes.Load(x, i);
            Lanes.Store(a, sum, column);
        }
    }
}
