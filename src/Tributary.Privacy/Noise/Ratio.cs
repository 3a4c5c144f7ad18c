using System.Numerics;

namespace Tributary.Privacy;

/// <summary>A fraction of two whole numbers.</summary>
internal readonly struct Ratio(BigInteger numerator, BigInteger denominator) : IEnclosed
{
    public (BigInteger Low, BigInteger High) Enclose(int bits)
    {
        var low = BigInteger.DivRem(numerator << bits, denominator, out BigInteger rest);
        return (low, rest.IsZero ? low : low + 1);
    }

    /// <summary>A positive double as the fraction it is: its denominator is a power of two.</summary>
    public static (BigInteger Numerator, BigInteger Denominator) Of(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52) - 1075;
        var mantissa = new BigInteger((bits & 0xFFFFFFFFFFFFF) | 0x10000000000000);
        if (exponent >= 0) return (mantissa << exponent, BigInteger.One);
        int common = Math.Min(-exponent, BitOperations.TrailingZeroCount((ulong)mantissa));
        return (mantissa >> common, BigInteger.One << (-exponent - common));
    }
}
