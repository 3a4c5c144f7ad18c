using System.Numerics;

namespace Tributary.Privacy;

/// <summary>
/// Coins that fall with probability exp(-x), exactly: from comparisons of uniform numbers with x, without an exponential.
/// </summary>
/// <remarks>
/// Canonne, Kamath, Steinke: The discrete Gaussian for differential privacy, NeurIPS 2020, algorithm 1. A uniform number is drawn as far as
/// a comparison needs it: 32 bits and doubles decide where they are sure to be right, which is nearly always; else more bits are drawn
/// and whole numbers of any length decide.
/// </remarks>
internal static class ExponentialCoin
{
    private const double Scale = 4294967296; // of the first 32 bits

    /// <summary>True with probability exp(-share).</summary>
    /// <param name="share">From 0 to 1, within 2^-33 of the number itself.</param>
    /// <param name="exact">The number itself.</param>
    /// <param name="bits">Where the uniform numbers come from.</param>
    public static bool Toss<T>(double share, T exact, SecretBits bits) where T : struct, IEnclosed
    {
        double scaled = share * Scale;
        for (int k = 1; ; k++)
        {
            uint word = bits.NextUInt32();
            // The uniform number lies in [word, word + 1] / 2^32; the 1 on the other side covers the error of the share.
            bool below = (word + 1.0) * k <= scaled - 1 || ((double)word * k < scaled + 1 && IsBelow(word, k, exact, bits));
            if (!below) return (k & 1) != 0;
        }
    }

    /// <summary>exp(-x) is the m-th power of exp(-x / m): an m that is above x whatever x was rounded to.</summary>
    public static int PartsOf(double exponent) => (int)(exponent * (1 + 1e-6)) + 1;

    /// <summary>True with probability 1/e.</summary>
    public static bool TossOne(SecretBits bits)
    {
        for (int k = 2; ; k++) // a uniform number is below 1/1 in any case
        {
            uint word = bits.NextUInt32();
            ulong product = (ulong)word * (uint)k;
            bool below = product + (uint)k <= 1UL << 32 || (product < 1UL << 32 && IsBelow(word, k, new SmallRatio(1, 1), bits));
            if (!below) return (k & 1) != 0;
        }
    }

    /// <summary>Whether a uniform number that begins with <paramref name="word"/> is below a k-th of the number.</summary>
    private static bool IsBelow<T>(uint word, int k, T number, SecretBits bits) where T : struct, IEnclosed
    {
        BigInteger drawn = word;
        for (int count = 32; ; count += 64)
        {
            (BigInteger low, BigInteger high) = number.Enclose(count);
            if ((drawn + 1) * k <= low) return true;
            if (drawn * k >= high) return false;
            drawn = (drawn << 64) | bits.NextUInt64();
        }
    }
}
