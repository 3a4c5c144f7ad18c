namespace Tributary.Tensors;

/// <summary>Elementary functions in double precision from additions and multiplications only: the same bits on every machine.</summary>
/// <remarks>The platform's own functions differ between C libraries in the last place, which would break replay.</remarks>
public static class Elementary
{
    private const double Ln2 = 0.693147180559945309417232121458;

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
}
