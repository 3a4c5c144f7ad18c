using System.Numerics;

namespace Tributary.Privacy;

/// <summary>Whole numbers k with probability proportional to exp(-k^2 / (2 sigma^2)), drawn exactly.</summary>
/// <remarks>
/// Canonne, Kamath, Steinke: The discrete Gaussian for differential privacy, NeurIPS 2020, algorithm 3: a discrete Laplace number of scale
/// t = floor(sigma) + 1 is kept with probability exp(-(|k| - sigma^2 / t)^2 / (2 sigma^2)).
/// </remarks>
public sealed class DiscreteGaussian : INoise
{
    private readonly DiscreteLaplace _proposal;
    private readonly BigInteger _numerator, _denominator; // of sigma
    private readonly long _scale;
    private readonly double _centre, _factor;

    /// <summary>The distribution with this parameter.</summary>
    /// <param name="sigma">
    /// Nearly the standard deviation, in grid steps, from 2^-8 to 2^53; taken as the fraction that the double is.
    /// </param>
    public DiscreteGaussian(double sigma)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sigma, 1.0 / 256);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sigma, 1L << 53);
        Sigma = sigma;
        _scale = (long)Math.Floor(sigma) + 1;
        _proposal = new DiscreteLaplace(_scale);
        (_numerator, _denominator) = Ratio.Of(sigma);
        _centre = sigma * sigma / _scale;
        _factor = 0.5 / (sigma * sigma);
    }

    /// <summary>The parameter, in grid steps.</summary>
    public double Sigma { get; }

    /// <summary>At most sigma squared, and hardly less from sigma 1 on (the paper, corollary 9).</summary>
    public double Variance => Sigma * Sigma;

    /// <inheritdoc/>
    public long Next(SecretBits bits)
    {
        while (true)
        {
            long magnitude = (long)_proposal.NextMagnitude(bits);
            if (!IsKept(magnitude, bits)) continue;
            if (!bits.NextBit()) return magnitude;
            if (magnitude > 0) return -magnitude;
        }
    }

    /// <inheritdoc/>
    public void Fill(Span<long> values, SecretBits bits)
    {
        foreach (ref long value in values) value = Next(bits);
    }

    private bool IsKept(long magnitude, SecretBits bits)
    {
        double distance = magnitude - _centre, exponent = distance * distance * _factor;
        int parts = ExponentialCoin.PartsOf(exponent);
        var exact = new Part(this, magnitude, parts);
        double share = exponent / parts;
        for (int i = 0; i < parts; i++)
            if (!ExponentialCoin.Toss(share, exact, bits)) return false;
        return true;
    }

    /// <summary>
    /// One of the equal parts of the exponent, over whole numbers: with sigma = n / d, (|k| d^2 t - n^2)^2 / (2 n^2 d^2 t^2).
    /// </summary>
    private readonly struct Part(DiscreteGaussian noise, long magnitude, int parts) : IEnclosed
    {
        public (BigInteger Low, BigInteger High) Enclose(int bits)
        {
            BigInteger n2 = noise._numerator * noise._numerator, d2 = noise._denominator * noise._denominator, t = noise._scale;
            BigInteger root = magnitude * d2 * t - n2;
            return new Ratio(root * root, 2 * n2 * d2 * t * t * parts).Enclose(bits);
        }
    }
}
