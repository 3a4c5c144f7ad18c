using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>Counts how many rows every cell of every column has, summed over sites: what generators of tables begin with.</summary>
public sealed class HistogramsPhase : IPhase
{
    /// <summary>The question.</summary>
    public const string Histograms = "table-histograms";

    private readonly TableHistogram _histogram;
    private readonly MarginalBudget? _budget;
    private readonly RandomStream _random;
    private readonly Question _question;

    /// <summary>The question of a generator.</summary>
    /// <param name="histogram">What is counted.</param>
    /// <param name="budget">What may be told of a row, or null for anything.</param>
    /// <param name="parts">Selector, pacing and the stages that answers pass through.</param>
    /// <param name="random">What noise is drawn from, unless it is to be secret.</param>
    public HistogramsPhase(TableHistogram histogram, MarginalBudget? budget, Composition parts, RandomStream random)
    {
        _histogram = histogram;
        _budget = budget;
        _random = random;
        _question = Sum(parts, Histograms, histogram.Cells.Counts.Select((cells, i) => new Segment(ColumnSegment(i), cells)), Write);
    }

    /// <inheritdoc/>
    public Question? Next(RunState run) => run.Answered.ContainsKey(Histograms) ? null : _question;

    /// <inheritdoc/>
    public Question? Find(string name) => name == Histograms ? _question : null;

    /// <summary>A question whose answers are counts: added, and of the same weight from every site.</summary>
    internal static Question Sum(
        Composition parts, string name, IEnumerable<Segment> answer,
        Action<ModelState, IReadOnlyDictionary<string, ReadOnlyMemory<double>>> apply) =>
        new()
        {
            Name = name,
            Answer = [.. answer],
            Pipeline = parts.Pipeline,
            Aggregator = new Mean(),
            Weighting = Weighting.Uniform, // a row counts the same wherever it lies
            Sums = true,
            Selector = parts.Selector,
            Pacing = parts.Pacing,
            Apply = apply,
        };

    private static string ColumnSegment(int column) => $"column.{column}";

    private void Write(ModelState state, IReadOnlyDictionary<string, ReadOnlyMemory<double>> sums)
    {
        Span<float> histogram = state.Model[TableHistogram.Counts];
        using MarginalNoise? noise = _budget?.Noise(_random.Derive("histograms"), _budget.Rest);
        double sigma = _budget?.HistogramSigma ?? 0, total = 0;
        for (int column = 0; column < _histogram.Cells.Counts.Length; column++)
        {
            Span<float> cells = histogram.Slice(_histogram.Cells.Offsets[column], _histogram.Cells.Counts[column]);
            ReadOnlySpan<double> counts = sums[ColumnSegment(column)].Span;
            for (int cell = 0; cell < cells.Length; cell++)
            {
                double published = Math.Round(counts[cell]) + (noise?.Gaussian(sigma) ?? 0);
                cells[cell] = (float)published;
                total += published / _histogram.Cells.Counts.Length;
            }
        }
        Span<float> facts = state.Model[TableHistogram.Facts];
        facts[0] = (float)sigma;
        facts[1] = (float)Math.Max(1, Math.Round(total));
    }
}
