namespace Tributary.Core;

/// <summary>
/// Rounds with noise correlated by a banded matrix, and Poisson sampling within as many blocks of the population as the matrix has bands,
/// the blocks taking turns; neighbours differ by adding or removing one.
/// </summary>
/// <param name="NoiseMultiplier">The noise's standard deviation over the sensitivity of the whole matrix (its largest column norm).</param>
/// <param name="SamplingProbability">The share of the whole population that takes part in a round, above 0.</param>
/// <param name="Rounds">How many rounds there are.</param>
/// <param name="Bands">How many bands the matrix has; one means independent noise.</param>
/// <remarks>Choquette-Choo et al.: (Amplified) banded matrix factorization, NeurIPS 2023, theorem 4: equals the sampled Gaussian mechanism
/// with ceil(rounds / bands) steps at probability bands times that of a round.</remarks>
public sealed record BandedMatrixEvent(double NoiseMultiplier, double SamplingProbability, long Rounds, long Bands) : DpEvent
{
    /// <summary>The steps of the sampled Gaussian mechanism that this equals.</summary>
    public long EquivalentSteps => (Rounds + Bands - 1) / Bands;

    /// <summary>The sampling probability of the sampled Gaussian mechanism that this equals: within one block.</summary>
    public double EquivalentProbability => Math.Min(1, SamplingProbability * Bands);

    /// <inheritdoc/>
    public override IEnumerable<Problem> Check(string path) =>
    [
        .. CheckNoise(NoiseMultiplier, path), .. CheckProbability(SamplingProbability, path), .. CheckCount(Rounds, "rounds", path),
        .. CheckCount(Bands, "bands", path),
    ];
}
