using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tributary.Privacy;

/// <summary>The difference of two Poisson numbers, drawn exactly; sums of it are Skellam again.</summary>
/// <remarks>
/// Agarwal, Kairouz, Liu: The Skellam mechanism for differentially private federated learning, NeurIPS 2021. A Poisson number is the mean
/// and a discrete Laplace number j of scale s = ceil(sqrt(mean)), kept with probability exp(-(c - |j| / s + w)), where w is how much less
/// likely mean + j is than the mean, by Bernstein's inequality at least |j| / s - c.
/// </remarks>
public sealed class SkellamNoise : INoise
{
    private readonly long _mean;
    private readonly long _scale;
    private readonly int _fifths; // c in fifths
    private readonly DiscreteLaplace _proposal;
    private readonly PoissonWeights _weights;

    /// <summary>The distribution with at least this variance: it is raised to the next even number, so that both means are whole.</summary>
    /// <param name="variance">In squared grid steps, above 0 and up to 2^60.</param>
    public SkellamNoise(double variance)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(variance);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(variance, 1L << 60);
        _mean = Math.Max(1, (long)Math.Ceiling(variance / 2));
        _scale = (long)Math.Ceiling(Math.Sqrt(_mean));
        if (_scale * _scale < _mean) _scale++;
        _fifths = _mean < 100 ? 5 : 3;
        _proposal = new DiscreteLaplace(_scale);
        _weights = new PoissonWeights(_mean);
    }

    /// <inheritdoc/>
    public double Variance => 2.0 * _mean;

    /// <inheritdoc/>
    public long Next(SecretBits bits) => NextDeviation(bits) - NextDeviation(bits);

    /// <summary>By how much a Poisson number exceeds its mean.</summary>
    private long NextDeviation(SecretBits bits)
    {
        while (true)
        {
            long j = _proposal.Next(bits);
            if (j >= -_mean && IsKept(j, bits)) return j;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsKept(long j, SecretBits bits)
    {
        double exponent = Math.Max(0, 0.2 * _fifths - (double)Math.Abs(j) / _scale + _weights.Approximate(j));
        int parts = ExponentialCoin.PartsOf(exponent);
        var exact = new Part(this, j, parts);
        double share = exponent / parts;
        for (int i = 0; i < parts; i++)
            if (!ExponentialCoin.Toss(share, exact, bits)) return false;
        return true;
    }

    /// <summary>One of the equal parts of the exponent.</summary>
    private readonly struct Part(SkellamNoise noise, long j, int parts) : IEnclosed
    {
        public (BigInteger Low, BigInteger High) Enclose(int bits)
        {
            (BigInteger low, BigInteger high) = noise._weights.Enclose(j, bits);
            // c - |j| / s = (c s - |j|) / s, with c in fifths
            BigInteger rest = ((BigInteger)noise._fifths * noise._scale - 5 * BigInteger.Abs(j)) << bits;
            BigInteger part = BigInteger.Divide(rest, 5 * noise._scale);
            return ((low + part - 1) / parts - 1, (high + part + 1) / parts + 1);
        }
    }
}
