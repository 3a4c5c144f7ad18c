using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>
/// Adds up privacy loss distributions by Fourier transform: the accountant whose numbers are reported, within 1e-4 of the true epsilon in
/// ordinary settings and never below it. Gaussian noise without sampling is answered exactly.
/// </summary>
/// <remarks>
/// Koskela, Jaelkoe, Honkela: Computing tight differential privacy guarantees using FFT, AISTATS 2020; Doroshenko et al., PETS
/// 2022. Sampled mechanisms are bounded for the neighbour added and for the neighbour removed, and the larger counts. The answer does not
/// depend on threads; it may differ in the last places between C libraries, and is no part of a run's log.
/// </remarks>
public sealed class PldAccountant : IAccountant
{
    private const double LargestLattice = 1e5, LeastDelta = 1e-250;
    private const long MostTimes = 1_000_000_000;

    /// <inheritdoc/>
    public string Name => "PLD";

    /// <inheritdoc/>
    public bool Supports(DpEvent dpEvent) =>
        PrivacyTerms.Of(dpEvent).All.All(term => term.Count <= MostTimes && Loss(term.Event, Direction.Removing) is not null);

    /// <inheritdoc/>
    public double Epsilon(DpEvent dpEvent, double delta)
    {
        PrivacyTarget.CheckDelta(delta);
        PrivacyTerms terms = PrivacyTerms.Of(dpEvent);
        if (terms.All.Count == 0) return 0;
        if (terms.All is [(GaussianEvent gaussian, 1)]) return GaussianCurve.Epsilon(gaussian.NoiseMultiplier, delta);
        return WorstEpsilon(Parts(terms), delta);
    }

    /// <inheritdoc/>
    public double Delta(DpEvent dpEvent, double epsilon)
    {
        PrivacyTarget.CheckEpsilon(epsilon);
        PrivacyTerms terms = PrivacyTerms.Of(dpEvent);
        if (terms.All.Count == 0) return 0;
        if (terms.All is [(GaussianEvent gaussian, 1)]) return GaussianCurve.Delta(gaussian.NoiseMultiplier, epsilon);
        return Parts(terms).Max(parts => DirectedDelta(parts, epsilon));
    }

    private static double WorstEpsilon(IEnumerable<(IPrivacyLoss, long)[]> directions, double delta)
    {
        // A short grid bounds every direction from above: one whose bound is below what another comes to needs no finer grid.
        double worst = 0;
        foreach (var first in directions.Select(parts => First(parts, delta)).OrderByDescending(first => first.Epsilon))
        {
            if (first.Epsilon <= worst) break;
            (CompositionPlan plan, LossSum sum, double epsilon) = (first.Plan, first.Sum, first.Epsilon);
            while (!double.IsInfinity(epsilon) && epsilon > 0)
            {
                CompositionPlan finer = plan.For(epsilon, sum.Rate(epsilon));
                if (finer.Length == plan.Length) break;
                (plan, sum) = (finer, LossSum.Of(first.Parts, finer));
                epsilon = Math.Min(epsilon, sum.Epsilon(delta));
            }
            worst = Math.Max(worst, epsilon);
        }
        return worst;
    }

    private static ((IPrivacyLoss, long)[] Parts, CompositionPlan Plan, LossSum Sum, double Epsilon) First(
        (IPrivacyLoss, long)[] parts, double delta)
    {
        CompositionPlan plan = CompositionPlan.Of(parts, delta);
        LossSum sum = LossSum.Of(parts, plan);
        return (parts, plan, sum, sum.Epsilon(delta));
    }

    private static double DirectedDelta((IPrivacyLoss, long)[] parts, double epsilon)
    {
        // A plan needs to know how small a delta is asked for. Each answer is a bound; too large a guess only makes it a loose one.
        for (double guess = 1e-5; ;)
        {
            CompositionPlan plan = CompositionPlan.Of(parts, guess);
            LossSum sum = LossSum.Of(parts, plan);
            double delta = sum.Delta(epsilon);
            if (delta < 0.1 * guess && guess > LeastDelta) guess = Math.Max(delta, LeastDelta);
            // Delta errs by epsilon's error times the rate.
            else return Math.Min(delta, LossSum.Of(parts, plan.For(epsilon, sum.Rate(epsilon)).Finer(4)).Delta(epsilon));
        }
    }

    /// <summary>What is added up, in each direction; one suffices where a reflection exchanges the neighbours.</summary>
    private IEnumerable<(IPrivacyLoss, long)[]> Parts(PrivacyTerms terms)
    {
        Direction[] directions = terms.Neighbours == Neighbours.ReplaceOne ? [Direction.Replacing]
            : terms.All.Any(term => term.Event is PoissonSampledEvent) ? [Direction.Removing, Direction.Adding] : [Direction.Removing];
        return directions.Select(direction => terms.All.Select(term => (Known(term.Event, term.Count, direction), term.Count)).ToArray());
    }

    private IPrivacyLoss Known(DpEvent term, long count, Direction direction) =>
        (count <= MostTimes ? Loss(term, direction) : null) ?? throw PrivacyTarget.Unsupported(this, term);

    private static IPrivacyLoss? Loss(DpEvent term, Direction direction) => term switch
    {
        PoissonSampledEvent { Event: GaussianEvent gaussian, Neighbours: Neighbours.ReplaceOne, Probability: var probability } =>
            new ReplacedLoss(gaussian.NoiseMultiplier, probability),
        PoissonSampledEvent { Neighbours: Neighbours.AddOrRemoveOne } sampled => Sampled(sampled.Event, sampled.Probability, direction),
        PoissonSampledEvent => null,
        FixedSizeSampledEvent drawn => Sampled(drawn.Event, drawn.Share, direction),
        _ => Sampled(term, 1, direction),
    };

    private static SampledLoss? Sampled(DpEvent mechanism, double probability, Direction direction) =>
        Ratio(mechanism) is { } ratio ? new SampledLoss(ratio, probability, direction) : null;

    private static ILikelihoodRatio? Ratio(DpEvent mechanism) => mechanism switch
    {
        GaussianEvent gaussian => new GaussianRatio(gaussian.NoiseMultiplier),
        LaplaceEvent laplace => new LaplaceRatio(laplace.NoiseMultiplier),
        DiscreteGaussianEvent { Dimension: 1, Sigma: <= LargestLattice, Sensitivity: <= 1e3 } discrete
            when double.IsInteger(discrete.Sensitivity) => LatticeRatio.Gaussian(discrete.Sigma, (int)discrete.Sensitivity),
        SkellamEvent { Dimension: 1, Variance: <= LargestLattice * LargestLattice, L2Sensitivity: <= 1e3 } skellam
            when double.IsInteger(skellam.L2Sensitivity) => LatticeRatio.Skellam(skellam.Variance, (int)skellam.L2Sensitivity),
        _ => null,
    };
}
