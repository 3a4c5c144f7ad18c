using System.Numerics;

namespace Tributary.Privacy;

/// <summary>Natural logarithms of fractions between whole numbers, enclosed.</summary>
internal static class BigLogarithm
{
    private const int Guard = 32; // each of the fewer than 2^20 terms is rounded once

    /// <summary>Whole numbers between which ln(numerator / denominator) 2^bits lies.</summary>
    /// <param name="numerator">Above zero.</param>
    /// <param name="denominator">Above zero.</param>
    /// <param name="bits">Binary digits behind the point.</param>
    public static (BigInteger Low, BigInteger High) Enclose(BigInteger numerator, BigInteger denominator, int bits)
    {
        int precision = bits + Guard;
        int twos = (int)(numerator.GetBitLength() - denominator.GetBitLength());
        if (twos > 0) denominator <<= twos;
        else numerator <<= -twos;
        BigInteger sum = ArTanh(numerator - denominator, numerator + denominator, precision) * 2;
        if (twos != 0) sum += twos * 2 * ArTanh(1, 3, precision); // ln 2
        // The error of both series together is below 2^(Guard - 1) of the last places.
        BigInteger slack = BigInteger.One << (Guard - 1);
        return ((sum - slack) >> Guard, ((sum + slack) >> Guard) + 1);
    }

    /// <summary>The inverse hyperbolic tangent of a fraction up to 1/3 in magnitude, each term rounded towards zero.</summary>
    private static BigInteger ArTanh(BigInteger numerator, BigInteger denominator, int precision)
    {
        BigInteger power = (numerator << precision) / denominator, sum = 0;
        BigInteger n2 = numerator * numerator, d2 = denominator * denominator;
        for (int k = 1; !power.IsZero; k += 2)
        {
            sum += power / k;
            power = power * n2 / d2;
        }
        return sum;
    }
}
