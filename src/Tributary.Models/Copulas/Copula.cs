using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>
/// A generator of tables that takes columns as they are one by one, and their dependence to be that of normal numbers: the Gaussian copula.
/// </summary>
/// <remarks>
/// Nelsen: An Introduction to Copulas, 2nd ed., section 2.3; Patki, Wedge, Veeramachaneni: The Synthetic Data Vault, DSAA 2016, with names
/// in the order of their frequency. Columns are steps of a normal number, so correlations are those for which normal numbers have the
/// products that were summed (Olsson: Maximum likelihood estimation of the polychoric correlation. Psychometrika 44, 1979, by moments).
/// </remarks>
public sealed record Copula : ICountedArchitecture
{
    /// <inheritdoc/>
    public int Bins { get; init => field = Hyperparameter.AtLeastOne(value); } = 32;

    /// <inheritdoc/>
    public int Resolution { get; init => field = Hyperparameter.AtLeastOne(value); } = 1024;

    /// <inheritdoc/>
    public double? Epsilon { get; init => field = value is { } epsilon ? Hyperparameter.Positive(epsilon) : null; }

    /// <inheritdoc/>
    public double Delta { get; init => field = Hyperparameter.BelowOne(value); } = 1e-5;

    /// <inheritdoc/>
    public bool SecretNoise { get; init; }

    double ICountedArchitecture.OfHistograms => 0.5;

    /// <inheritdoc/>
    /// <exception cref="DataException">The data is no table of rows, or has a single column.</exception>
    public Model Build(DataShape data, int capacity, RandomStream initialization) =>
        CopulaModel.Build(this, TableShapes.Of(data), capacity, initialization);
}
