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

    /// <summary>The largest magnitude that one of <paramref name="cohort"/> updates may hold so that no sum overflows.</summary>
    public static double Limit(int cohort) => Math.ScaleB(1, 62 - FractionBits) / Math.Max(1, cohort);

    /// <summary>The nearest grid point, ties to even.</summary>
    public static long Round(double value) => (long)Math.Round(value * One);

    /// <summary>The number at a grid point.</summary>
    public static double ToDouble(long value) => value * Unit;
}
