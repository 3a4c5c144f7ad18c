using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>An event taken apart: which mechanisms ran and how often, without compositions, trees and matrices.</summary>
/// <remarks>
/// All Gaussian mechanisms without sampling are one (their inverse variances add); a tree is a Gaussian mechanism; a banded
/// matrix is sampled Gaussian mechanisms. The order never matters.
/// </remarks>
public sealed class PrivacyTerms
{
    private const long MostTimes = 1_000_000_000_000_000;
    private readonly Dictionary<DpEvent, long> _counts = [];
    private readonly HashSet<Neighbours> _neighbours = [];
    private double _gaussian; // the sum of inverse variances

    private PrivacyTerms()
    {
    }

    /// <summary>Each mechanism with the number of times that it ran.</summary>
    public IReadOnlyList<(DpEvent Event, long Count)> All { get; private set; } = [];

    /// <summary>Which neighbours the event compares; null where it says nothing, and the sensitivity alone decides.</summary>
    public Neighbours? Neighbours { get; private set; }

    /// <summary>Takes an event apart.</summary>
    /// <exception cref="ProblemException">The event is not possible, compares different neighbours, or samples what cannot be
    /// sampled.</exception>
    public static PrivacyTerms Of(DpEvent dpEvent)
    {
        Problem[] problems = [.. dpEvent.Check("$")];
        if (problems.Length > 0) throw new ProblemException(problems);
        var terms = new PrivacyTerms();
        terms.Add(dpEvent, 1, "$");
        if (terms._neighbours.Count > 1)
            throw new ProblemException(ProblemCodes.PrivacyNeighboursDiffer, "$",
                $"These events compare different neighbours ({string.Join(", ", terms._neighbours.Order())}). One epsilon for both would "
                + "mean nothing. Account for them apart, or sample in the same way everywhere.");
        terms.Neighbours = terms._neighbours.Count == 0 ? null : terms._neighbours.Single();
        terms.All =
            [.. terms.Gaussian().Select(gaussian => ((DpEvent)gaussian, 1L)), .. terms._counts.Select(pair => (pair.Key, pair.Value))];
        return terms;
    }

    private IEnumerable<GaussianEvent> Gaussian() => _gaussian > 0 ? [new GaussianEvent(1 / Math.Sqrt(_gaussian))] : [];

    private void Add(DpEvent dpEvent, long count, string path)
    {
        switch (dpEvent)
        {
            case GaussianEvent gaussian:
                _gaussian += count / (gaussian.NoiseMultiplier * gaussian.NoiseMultiplier);
                break;
            case DiscreteGaussianEvent fine when FineGrid.Holds(fine):
                Add(FineGrid.Continuous(fine), count, path);
                break;
            case TreeEvent tree:
                _neighbours.Add(Core.Neighbours.ReplaceByNothing);
                _gaussian += (double)count * tree.Depth * tree.Trees / (tree.NoiseMultiplier * tree.NoiseMultiplier);
                break;
            case BandedMatrixEvent banded:
                Add(new PoissonSampledEvent(banded.EquivalentProbability, new GaussianEvent(banded.NoiseMultiplier)),
                    Product(count, banded.EquivalentSteps, path), path);
                break;
            case ComposedEvent composed:
                for (int i = 0; i < composed.Events.Count; i++) Add(composed.Events[i], count, $"{path}.events[{i}]");
                break;
            case SelfComposedEvent repeated:
                Add(repeated.Event, Product(count, repeated.Count, path), $"{path}.event");
                break;
            case PoissonSampledEvent sampled:
                _neighbours.Add(sampled.Neighbours);
                DpEvent inner = Single(sampled.Event, $"{path}.event");
                if (sampled.Probability == 1)
                    Add(sampled.Neighbours == Core.Neighbours.ReplaceOne ? Doubled(inner, path) : inner, count, path);
                else Count(sampled with { Event = inner }, count);
                break;
            case FixedSizeSampledEvent drawn:
                _neighbours.Add(Core.Neighbours.ReplaceOne);
                DpEvent one = Single(drawn.Event, $"{path}.event");
                if (drawn.Sample == drawn.Population) Add(one, count, path);
                else Count(drawn with { Event = one }, count);
                break;
            default:
                Count(dpEvent, count);
                break;
        }
    }

    private void Count(DpEvent dpEvent, long count) => _counts[dpEvent] = _counts.GetValueOrDefault(dpEvent) + count;

    private static long Product(long count, long times, string path) => count <= MostTimes / times
        ? count * times
        : throw new ProblemException(ProblemCodes.PrivacyEventInvalid, path,
            $"This happens more than {MostTimes:N0} times, which no training does and no account here can hold. Give a smaller count.");

    /// <summary>The same noise where a neighbour is replaced, which changes twice what adding one does.</summary>
    private static GaussianEvent Doubled(DpEvent inner, string path) => inner is GaussianEvent gaussian
        ? new GaussianEvent(gaussian.NoiseMultiplier / 2)
        : throw new ProblemException(ProblemCodes.PrivacyUnaccountable, path,
            "Poisson sampling with replaced neighbours is known here for Gaussian noise only. "
            + "Compare neighbours added or removed instead.");

    /// <summary>The one mechanism that a sample is given to.</summary>
    private static DpEvent Single(DpEvent dpEvent, string path)
    {
        PrivacyTerms inner = Of(dpEvent);
        if (inner.All is [({ } only, 1)] && only is not (PoissonSampledEvent or FixedSizeSampledEvent) && inner.Neighbours is null)
            return only;
        throw new ProblemException(ProblemCodes.PrivacyUnaccountable, path,
            "Several mechanisms share one sample here, or a sample is drawn from a sample. No theorem used here says what that amplifies. "
            + "Draw a sample for each mechanism, or release them together with Gaussian noise.");
    }
}
