using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tributary.Privacy;

/// <summary>Whole numbers k with probability proportional to exp(-|k| / scale), drawn exactly.</summary>
/// <remarks>Canonne, Kamath, Steinke: The discrete Gaussian for differential privacy, NeurIPS 2020, algorithm 2.</remarks>
public sealed class DiscreteLaplace : INoise
{
    private readonly ulong _numerator, _denominator; // t and s of the paper: the scale is t / s
    private readonly double _inverse;

    /// <summary>The distribution with this scale.</summary>
    /// <param name="scale">In grid steps, from 2^-8 to 2^54; taken as the fraction that the double is.</param>
    public DiscreteLaplace(double scale)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1.0 / 256);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, 1L << 54);
        Scale = scale;
        (BigInteger numerator, BigInteger denominator) = Ratio.Of(scale);
        (_numerator, _denominator) = ((ulong)numerator, (ulong)denominator);
        _inverse = 1.0 / _numerator;
    }

    /// <summary>The scale in grid steps.</summary>
    public double Scale { get; }

    /// <inheritdoc/>
    public double Variance => 0.5 / Math.Pow(Math.Sinh(0.5 / Scale), 2);

    /// <inheritdoc/>
    public long Next(SecretBits bits)
    {
        while (true)
        {
            long magnitude = (long)NextMagnitude(bits);
            bool negative = bits.NextBit();
            if (!negative) return magnitude;
            if (magnitude > 0) return -magnitude; // zero has one sign, not two
        }
    }

    /// <summary>A number k of zero and above with probability proportional to exp(-k / scale).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong NextMagnitude(SecretBits bits)
    {
        ulong rest;
        do rest = bits.NextBelow(_numerator);
        while (!ExponentialCoin.Toss(rest * _inverse, new SmallRatio(rest, _numerator), bits));
        ulong whole = 0;
        while (ExponentialCoin.TossOne(bits)) whole++;
        ulong sum = checked(rest + whole * _numerator); // beyond 64 bits with a probability below exp(-500)
        return _denominator == 1 ? sum : sum / _denominator;
    }
}
