using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Counts with noise, and choices with noise; without a source of noise, counts and choices as they are.</summary>
internal sealed class NoisyCounts(IMarginalNoise? noise)
{
    /// <summary>Whether rows are hidden at all.</summary>
    public bool IsPrivate => noise is not null;

    /// <summary>What may be spent; infinite where rows are not hidden.</summary>
    public double Rho => noise?.Rho ?? double.PositiveInfinity;

    /// <summary>The noise of each of some counts that share a part of the budget; one where there is none.</summary>
    public double SigmaOf(double rho, int counts) => noise is null ? 1 : Math.Sqrt(counts / (2 * rho));

    /// <summary>Counts a marginal with noise on every cell.</summary>
    public MarginalMeasurement Measure(Factor exact, double sigma)
    {
        if (noise is null) return new MarginalMeasurement(exact, 1);
        double[] values = [.. exact.Values.Select(value => value + noise.Gaussian(sigma))];
        return new MarginalMeasurement(new Factor(exact.Attributes.ToArray(), exact.Sizes, values), sigma);
    }

    /// <summary>The place of a good score: the best one where there is no noise, else by the exponential mechanism.</summary>
    /// <param name="scores">At least one.</param>
    /// <param name="epsilon">Its pure differential privacy; costs epsilon^2 / 8 of rho.</param>
    /// <param name="sensitivity">How much one row can change a score.</param>
    /// <remarks>McSherry, Talwar: Mechanism design via differential privacy. FOCS 2007, by Gumbel noise.</remarks>
    public int Choose(ReadOnlySpan<double> scores, double epsilon, double sensitivity)
    {
        int best = 0;
        double most = double.NegativeInfinity;
        for (int i = 0; i < scores.Length; i++)
        {
            double score = noise is null ? scores[i] : scores[i] * epsilon / (2 * sensitivity) + Gumbel(noise);
            if (score > most) (best, most) = (i, score);
        }
        return best;
    }

    private static double Gumbel(IMarginalNoise noise) => -Elementary.Log(-Elementary.Log(noise.Uniform()));
}
