namespace Tributary.Privacy;

/// <summary>The distribution of noise, always on whole numbers.</summary>
public enum NoiseMechanism
{
    /// <summary>The discrete Gaussian.</summary>
    Gaussian,

    /// <summary>The difference of two Poisson numbers: sums of it are of the same kind, whoever is missing.</summary>
    Skellam,

    /// <summary>The discrete Laplace distribution, which needs no delta and grows with the number of values.</summary>
    Laplace,
}
