namespace Tributary.Tensors;

/// <summary>Elementary functions in double precision from additions and multiplications only: the same bits on every machine.</summary>
/// <remarks>The platform's own functions differ between C libraries in the last place, which would break replay.</remarks>
public static class Elementary
{
    private const double Ln2 = 0.693147180559945309417232121458;

    // Ln2 and Pi/2 in parts (Cody and Waite): the leading ones have 33 bits, so their products with small integers are exact.
    private const double Ln2High = 6.93147180369123816490e-01, Ln2Low = 1.90821492927058770002e-10;
    private const double HalfPi1 = 1.57079632673412561417, HalfPi2 = 6.07710050630396597660e-11, HalfPi3 = 2.02226624879595063154e-21;

    /// <summary>The natural logarithm of a positive normal number; relative error below 4e-16 away from one.</summary>
    public static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)((bits >> 52) & 0x7FF) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa > 1.41421356237309515)
        {
            mantissa *= 0.5;
            exponent++;
        }
        // log m = 2 atanh(s), s = (m - 1) / (m + 1), |s| < 0.172
        double s = (mantissa - 1) / (mantissa + 1), square = s * s, sum = 0;
        for (int k = 23; k >= 1; k -= 2) sum = sum * square + 1.0 / k;
        return 2 * s * sum + exponent * Ln2;
    }

    /// <summary>The exponential function; relative error below 4e-16 where the result is a normal number.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x > 709.79) return double.PositiveInfinity;
        if (x < -745.14) return 0;
        double n = Math.Round(x / Ln2), r = x - n * Ln2High - n * Ln2Low, sum = 1;
        for (int k = 14; k >= 1; k--) sum = 1 + r / k * sum;
        // 2^n in two factors, as n itself can lie beyond the exponents of a double.
        int half = (int)n / 2;
        return sum * PowerOfTwo(half) * PowerOfTwo((int)n - half);
    }

    /// <summary>A positive normal number to a real power; relative error below 1e-15 (1 + |y ln x|).</summary>
    public static double Pow(double x, double y) => Exp(y * Log(x));

    /// <summary>A number to a whole power of at least zero, by repeated squaring; relative error below 2.3e-16 n.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is negative.</exception>
    public static double Pow(double x, long n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        double result = 1;
        for (; n > 0; n >>= 1, x *= x)
            if ((n & 1) != 0) result *= x;
        return result;
    }

    /// <summary>The sine of an angle in radians, |x| at most 2^20; absolute error below 4e-16.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The angle is larger, or not a number.</exception>
    public static double Sin(double x) => Circular(x, 0);

    /// <summary>The cosine of an angle in radians, |x| at most 2^20; absolute error below 4e-16.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The angle is larger, or not a number.</exception>
    public static double Cos(double x) => Circular(x, 1);

    private static double Circular(double x, int quarterTurns)
    {
        if (!(Math.Abs(x) <= 1 << 20))
            throw new ArgumentOutOfRangeException(nameof(x), x, "The angle must lie within 2^20 radians of zero. Reduce it first.");
        double n = Math.Round(x * (2 / Math.PI)), r = x - n * HalfPi1 - n * HalfPi2 - n * HalfPi3, square = r * r;
        int quadrant = ((int)n + quarterTurns) & 3;
        double sum = 1;
        if ((quadrant & 1) == 0)
        {
            for (int k = 18; k >= 2; k -= 2) sum = 1 - square / (k * (k + 1)) * sum;
            sum *= r;
        }
        else
            for (int k = 18; k >= 2; k -= 2) sum = 1 - square / (k * (k - 1)) * sum;
        return quadrant < 2 ? sum : -sum;
    }

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);
}
