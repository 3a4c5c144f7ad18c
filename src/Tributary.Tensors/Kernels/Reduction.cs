using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>Sums and extremes of vectors over 16 lanes with one order of combination: the same bits on every instruction set.</summary>
internal static class Reduction
{
    private const int Step = 2 * Lanes.Count;

    /// <summary>The sum of the elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Sum(ReadOnlySpan<float> x)
    {
        Vector256<float> low = default, high = default;
        for (int i = 0; i < x.Length; i += Step)
        {
            low += Lanes.Load(x, i);
            high += Lanes.Load(x, i + Lanes.Count);
        }
        return Lanes.Sum(low, high);
    }

    /// <summary>The inner product of two vectors of one length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Vector256<float> low = default, high = default;
        for (int i = 0; i < x.Length; i += Step)
        {
            low = Vector256.FusedMultiplyAdd(Lanes.Load(x, i), Lanes.Load(y, i), low);
            high = Vector256.FusedMultiplyAdd(Lanes.Load(x, i + Lanes.Count), Lanes.Load(y, i + Lanes.Count), high);
        }
        return Lanes.Sum(low, high);
    }

    /// <summary>The sum of (x - y)^2 of two vectors of one length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float SquaredDistance(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Vector256<float> low = default, high = default;
        for (int i = 0; i < x.Length; i += Step)
        {
            Vector256<float> a = Lanes.Load(x, i) - Lanes.Load(y, i), b = Lanes.Load(x, i + Lanes.Count) - Lanes.Load(y, i + Lanes.Count);
            low = Vector256.FusedMultiplyAdd(a, a, low);
            high = Vector256.FusedMultiplyAdd(b, b, high);
        }
        return Lanes.Sum(low, high);
    }

    /// <summary>The sum of (x - center)^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float SumOfSquaredDeviations(ReadOnlySpan<float> x, float center)
    {
        Vector256<float> low = default, high = default, c = Vector256.Create(center);
        for (int i = 0; i < x.Length; i += Step)
        {
            Vector256<float> a = Lanes.Load(x, i, center) - c, b = Lanes.Load(x, i + Lanes.Count, center) - c;
            low = Vector256.FusedMultiplyAdd(a, a, low);
            high = Vector256.FusedMultiplyAdd(b, b, high);
        }
        return Lanes.Sum(low, high);
    }

    /// <summary>The sum of (x - center) y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float DotCentered(ReadOnlySpan<float> x, float center, ReadOnlySpan<float> y)
    {
        Vector256<float> low = default, high = default, c = Vector256.Create(center);
        for (int i = 0; i < x.Length; i += Step)
        {
            low = Vector256.FusedMultiplyAdd(Lanes.Load(x, i) - c, Lanes.Load(y, i), low);
            high = Vector256.FusedMultiplyAdd(Lanes.Load(x, i + Lanes.Count) - c, Lanes.Load(y, i + Lanes.Count), high);
        }
        return Lanes.Sum(low, high);
    }

    /// <summary>The largest element; negative infinity of nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Max(ReadOnlySpan<float> x)
    {
        Vector256<float> low = Vector256.Create(float.NegativeInfinity), high = low;
        for (int i = 0; i < x.Length; i += Step)
        {
            low = Vector256.Max(low, Lanes.Load(x, i, float.NegativeInfinity));
            high = Vector256.Max(high, Lanes.Load(x, i + Lanes.Count, float.NegativeInfinity));
        }
        return Lanes.Max(low, high);
    }

    /// <summary>Adds up the rows of a matrix, each column in the order of the rows.</summary>
    /// <param name="x">(rows, columns).</param>
    /// <param name="sum">(columns): receives the sums.</param>
    /// <param name="add">Whether to add to what <paramref name="sum"/> holds.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumRows(ReadOnlySpan<float> x, Span<float> sum, bool add)
    {
        const int Block = 4 * Lanes.Count;
        int columns = sum.Length, column = 0;
        for (; column <= columns - Block; column += Block)
        {
            Vector256<float> a = default, b = default, c = default, d = default;
            if (add)
            {
                a = Lanes.Load(sum, column);
                b = Lanes.Load(sum, column + 8);
                c = Lanes.Load(sum, column + 16);
                d = Lanes.Load(sum, column + 24);
            }
            for (int i = column; i < x.Length; i += columns)
            {
                a += Lanes.Load(x, i);
                b += Lanes.Load(x, i + 8);
                c += Lanes.Load(x, i + 16);
                d += Lanes.Load(x, i + 24);
            }
            Lanes.Store(a, sum, column);
            Lanes.Store(b, sum, column + 8);
            Lanes.Store(c, sum, column + 16);
            Lanes.Store(d, sum, column + 24);
        }
        for (; column < columns; column += Lanes.Count)
        {
            Vector256<float> a = add ? Lanes.Load(sum, column) : default;
            for (int i = column; i < x.Length; i += columns) a += Lanes.Load(x, i);
            Lanes.Store(a, sum, column);
        }
    }
}
