using System.Numerics;

namespace Tributary.Privacy;

/// <summary>An exact fraction from 0 to 1, worked out only where an approximation does not decide.</summary>
internal interface IFraction
{
    (BigInteger Numerator, BigInteger Denominator) Exact();
}
