using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>Makes a Gaussian copula from products of scores, summed over rows and sites, after <see cref="HistogramsPhase"/>.</summary>
/// <remarks>Sums are whole numbers, so the model is that of all rows in one place, bit for bit.</remarks>
public sealed class ScoresPhase : IPhase
{
    /// <summary>The question: the sum of the products of scores, for every pair of columns.</summary>
    public const string Scores = "table-scores";

    private const string Segment = "products";

    private readonly TableHistogram _histogram;
    private readonly MarginalBudget? _budget;
    private readonly RandomStream _random;
    private readonly Question _scores;

    /// <summary>The question of a generator.</summary>
    /// <param name="histogram">The columns.</param>
    /// <param name="budget">What may be told of a row, or null for anything.</param>
    /// <param name="parts">Selector, pacing and the stages that answers pass through.</param>
    /// <param name="random">What noise is drawn from, unless it is to be secret.</param>
    public ScoresPhase(TableHistogram histogram, MarginalBudget? budget, Composition parts, RandomStream random)
    {
        _histogram = histogram;
        _budget = budget;
        _random = random;
        int pairs = CopulaScores.PairsOf(histogram.Shape.Columns.Count);
        _scores = HistogramsPhase.Sum(parts, Scores, [new Segment(Segment, pairs * CopulaScores.Limbs)], Write);
    }

    /// <inheritdoc/>
    public Question? Next(RunState run) => run.Answered.ContainsKey(Scores) ? null : _scores;

    /// <inheritdoc/>
    public Question? Find(string name) => name == Scores ? _scores : null;

    private void Write(ModelState state, IReadOnlyDictionary<string, ReadOnlyMemory<double>> sums)
    {
        var scores = new CopulaScores(_histogram, state.Model);
        ReadOnlySpan<double> limbs = sums[Segment].Span;
        Span<float> products = state.Model[CopulaModel.Products];
        double rows = state.Model[TableHistogram.Facts][1];
        using MarginalNoise? noise = _budget?.Noise(_random.Derive("scores"), _budget.Rest);
        // A row changes all sums by at most this much together; the noise is that of its norm.
        double sigma = _budget is null ? 0 : scores.Sensitivity / Math.Sqrt(2 * _budget.Rest);
        for (int pair = 0; pair < products.Length; pair++)
        {
            double sum = CopulaScores.Join(limbs.Slice(pair * CopulaScores.Limbs, CopulaScores.Limbs));
            products[pair] = (float)((sum + (noise?.Gaussian(sigma) ?? 0)) / CopulaScores.Unit / rows);
        }
    }
}
