using System.Numerics;

namespace Tributary.Privacy;

/// <summary>What is left of ln x! beyond (x + 1/2) ln x - x + ln(2 pi) / 2, with a bound on the error.</summary>
internal static class StirlingSeries
{
    // Bernoulli numbers B2, B4, ... as fractions.
    private static readonly (BigInteger Numerator, BigInteger Denominator)[] _bernoulli =
    [
        (1, 6), (-1, 30), (1, 42), (-1, 30), (5, 66), (-691, 2730), (7, 6), (-3617, 510), (43867, 798), (-174611, 330),
        (854513, 138), (-236364091, 2730), (8553103, 6), (-23749461029, 870), (8615841276005, 14322),
    ];

    /// <summary>The sum times 2^precision, and the most by which it is wrong: the first term that is left out, and rounding.</summary>
    public static (BigInteger Sum, BigInteger Error) Sum(BigInteger x, int precision)
    {
        BigInteger sum = 0, term = 0;
        for (int k = 1; k <= _bernoulli.Length; k++)
        {
            (BigInteger numerator, BigInteger denominator) = _bernoulli[k - 1];
            term = (numerator << precision) / (denominator * (2 * k) * (2 * k - 1) * BigInteger.Pow(x, 2 * k - 1));
            if (k < _bernoulli.Length) sum += term;
            if (term.IsZero) break;
        }
        return (sum, BigInteger.Abs(term) + _bernoulli.Length + 1);
    }
}
