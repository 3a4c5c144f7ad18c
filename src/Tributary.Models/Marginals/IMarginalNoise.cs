namespace Tributary.Models;

/// <summary>What keeps single rows hidden in counts: noise, and how much of it must be added.</summary>
public interface IMarginalNoise
{
    /// <summary>
    /// What may be spent, as rho of zero-concentrated differential privacy; a count with noise of standard deviation s costs 1 / (2 s^2).
    /// </summary>
    double Rho { get; }

    /// <summary>A whole number from the discrete Gaussian distribution.</summary>
    /// <param name="sigma">Its standard deviation.</param>
    long Gaussian(double sigma);

    /// <summary>A number above 0 and below 1.</summary>
    double Uniform();
}
