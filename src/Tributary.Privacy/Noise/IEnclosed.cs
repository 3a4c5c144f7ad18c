using System.Numerics;

namespace Tributary.Privacy;

/// <summary>A number from 0 to 1 that can be enclosed as narrowly as one likes; done only where an approximation does not decide.</summary>
internal interface IEnclosed
{
    /// <summary>Whole numbers with low / 2^bits at most and high / 2^bits at least the number; the nearer the more bits.</summary>
    (BigInteger Low, BigInteger High) Enclose(int bits);
}
