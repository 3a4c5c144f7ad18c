namespace Tributary.Core;

/// <summary>An integer sum with Skellam noise: the difference of two Poisson numbers, whose sums are Skellam again.</summary>
/// <param name="Variance">The noise's variance in squared grid steps, above 0.</param>
/// <param name="L2Sensitivity">The L2 sensitivity in grid steps, above 0.</param>
/// <param name="L1Sensitivity">The L1 sensitivity in grid steps, at least the L2 sensitivity.</param>
/// <param name="Dimension">How many coordinates are released together, each with noise of its own.</param>
/// <remarks>Agarwal, Kairouz, Liu: The Skellam mechanism for differentially private federated learning, NeurIPS 2021, section 3.</remarks>
public sealed record SkellamEvent(double Variance, double L2Sensitivity = 1, double L1Sensitivity = 1, int Dimension = 1) : DpEvent
{
    /// <inheritdoc/>
    public override IEnumerable<Problem> Check(string path) =>
    [
        .. CheckNoise(Math.Sqrt(Variance) / L2Sensitivity, path), .. CheckCount(Dimension, "dimension", path),
        .. L1Sensitivity >= L2Sensitivity ? Array.Empty<Problem>() : [Problem.Privacy($"{path}.l1Sensitivity",
            $"The L1 sensitivity {L1Sensitivity} is below the L2 sensitivity {L2Sensitivity}, which no vector's can be. "
            + "Give the larger number.")],
    ];
}
