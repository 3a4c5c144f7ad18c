namespace Tributary.Core;

/// <summary>An integer sum with noise of the discrete Gaussian on whole numbers.</summary>
/// <param name="Sigma">The distribution's parameter (nearly its standard deviation), above 0.</param>
/// <param name="Sensitivity">The L2 sensitivity in grid steps, above 0.</param>
/// <param name="Dimension">How many coordinates are released together, each with noise of its own.</param>
/// <remarks>Canonne, Kamath, Steinke: The discrete Gaussian for differential privacy, NeurIPS 2020, definition 1 and theorem 4.</remarks>
public sealed record DiscreteGaussianEvent(double Sigma, double Sensitivity = 1, int Dimension = 1) : DpEvent
{
    /// <inheritdoc/>
    public override IEnumerable<Problem> Check(string path) =>
    [
        .. CheckNoise(Sigma / Sensitivity, path), .. CheckCount(Dimension, "dimension", path),
    ];
}
