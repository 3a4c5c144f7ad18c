using Tributary.Models;
using Tributary.Privacy;

namespace Tributary.Training;

/// <summary>Noise for counts, from bits that are secret or that a seed decides.</summary>
/// <param name="bits">Where it comes from; taken over.</param>
/// <param name="rho">What may be spent.</param>
public sealed class MarginalNoise(SecretBits bits, double rho) : IMarginalNoise, IDisposable
{
    private const double LeastSigma = 1.0 / 256;

    private DiscreteGaussian? _gaussian;

    /// <inheritdoc/>
    public double Rho => rho;

    /// <inheritdoc/>
    public long Gaussian(double sigma)
    {
        double enough = Math.Max(sigma, LeastSigma); // with less, all noise is zero anyway
        if (_gaussian is null || _gaussian.Sigma != enough) _gaussian = new DiscreteGaussian(enough);
        return _gaussian.Next(bits);
    }

    /// <inheritdoc/>
    public double Uniform() => ((bits.NextUInt64() >> 12) + 0.5) * (1.0 / (1L << 52));

    /// <inheritdoc/>
    public void Dispose() => bits.Dispose();
}
