using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tributary.Core;

/// <summary>
/// The interval of the 32-bit means that a trimmed rule keeps, and whether it holds the same contributions as exact means would.
/// </summary>
/// <param name="leastWeight">Above zero, as a number.</param>
/// <param name="limit">The largest magnitude of a mean, in units of the grid.</param>
internal readonly struct KeptInterval(double leastWeight, long limit)
{
    // A 32-bit mean is rounded twice, by 2^-24 of itself each time; doubled, so that nothing depends on how this test is rounded.
    private const float Relative = 1f / (1 << 22);

    // An exact mean is rounded to the grid before the division, which widens the error, and after it. Of two means, and doubled.
    private readonly float _absolute = (float)(2 * FixedPoint.Unit * (1 + 1 / leastWeight));

    // A little less than what an exact mean may be.
    private readonly float _bound = (float)(0.99 * FixedPoint.Unit * Math.Min(limit, KeptMeans.Bound));

    /// <summary>Finds the least and the greatest mean kept, lane by lane.</summary>
    /// <param name="ranked">Rows of 16, the kept in the middle.</param>
    /// <param name="cut">How many rows are left out at each end.</param>
    /// <param name="low">The first of 16 places for the least.</param>
    /// <param name="high">The first of 16 places for the greatest.</param>
    /// <returns>
    /// False where exact means could rank otherwise or are too large; the interval is then empty. Zeros may lie on both sides of a
    /// border: they add nothing.
    /// </returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Find(ReadOnlySpan<float> ranked, int cut, ref float low, ref float high)
    {
        int lanes = Vector512<float>.Count, kept = cut * lanes, above = ranked.Length - kept;
        ref float first = ref MemoryMarshal.GetReference(ranked);
        Vector512<float> below = Vector512.Create(-float.MaxValue), least = Vector512.Create(float.MaxValue);
        Vector512<float> greatest = below, beyond = least;
        for (int i = 0; i < kept; i += lanes)
        {
            below = Vector512.MaxNative(below, Vector512.LoadUnsafe(ref first, (nuint)i));
            beyond = Vector512.MinNative(beyond, Vector512.LoadUnsafe(ref first, (nuint)(above + i)));
        }
        for (int i = kept; i < above; i += lanes)
        {
            Vector512<float> row = Vector512.LoadUnsafe(ref first, (nuint)i);
            least = Vector512.MinNative(least, row);
            greatest = Vector512.MaxNative(greatest, row);
        }
        bool sure = AreApart(below, least) && AreApart(greatest, beyond)
            && Vector512.LessThanAll(Vector512.MaxNative(Vector512.Abs(least), Vector512.Abs(greatest)), Vector512.Create(_bound));
        (sure ? least : Vector512.Create(float.MaxValue)).StoreUnsafe(ref low);
        (sure ? greatest : Vector512.Create(-float.MaxValue)).StoreUnsafe(ref high);
        return sure;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool AreApart(Vector512<float> lower, Vector512<float> upper)
    {
        Vector512<float> size = Vector512.Abs(lower) + Vector512.Abs(upper);
        Vector512<float> apart = Vector512.GreaterThan(
            upper - lower, Vector512.FusedMultiplyAdd(size, Vector512.Create(Relative), Vector512.Create(_absolute)));
        return (apart | Vector512.Equals(size, default)).AsInt32() == Vector512<int>.AllBitsSet;
    }
}
