using System.Numerics;

namespace Tributary.Privacy;

/// <summary>A fraction of two machine words: nothing is allocated until it is needed.</summary>
internal readonly struct SmallRatio(ulong numerator, ulong denominator) : IEnclosed
{
    public (BigInteger Low, BigInteger High) Enclose(int bits) => new Ratio(numerator, denominator).Enclose(bits);
}
