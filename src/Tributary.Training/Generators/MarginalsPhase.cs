using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>
/// Makes a generator of tables in two questions, both summed over sites: rows in every cell of every column, then rows by several columns.
/// </summary>
/// <remarks>
/// Sums of counts are whole numbers, so the model is that of all rows in one place, bit for bit. Noise is added to what is published: the
/// coordinator sees sums, and where stages hide single sites, sums alone.
/// </remarks>
public sealed class MarginalsPhase : IPhase
{
    /// <summary>The first question: how many rows every cell of every column has.</summary>
    public const string Histograms = "table-histograms";

    /// <summary>The second: how many rows have each combination of groups of two columns, or of two and the label.</summary>
    public const string Marginals = "table-marginals";

    private readonly MarginalLayout _layout;
    private readonly MarginalBudget? _budget;
    private readonly RandomStream _random;
    private readonly Question _histograms, _marginals;

    /// <summary>The questions of a generator.</summary>
    /// <param name="layout">What is counted.</param>
    /// <param name="parts">Selector, pacing and the stages that answers pass through.</param>
    /// <param name="random">What noise is drawn from, unless it is to be secret.</param>
    public MarginalsPhase(MarginalLayout layout, Composition parts, RandomStream random)
    {
        _layout = layout;
        _random = random;
        _budget = MarginalBudget.Of(layout);
        _histograms = new Question
        {
            Name = Histograms,
            Answer = [.. layout.Cells.Counts.Select((cells, i) => new Segment(ColumnSegment(i), cells))],
            Pipeline = parts.Pipeline,
            Aggregator = new Mean(),
            Weighting = Weighting.Uniform, // a count of one row weighs the same wherever it lies
            Sums = true,
            Selector = parts.Selector,
            Pacing = parts.Pacing,
            Apply = WriteHistograms,
        };
        _marginals = _histograms with
        {
            Name = Marginals,
            Answer = [.. layout.Questions.Select((clique, i) => new Segment(CliqueSegment(clique), layout.QuestionCells[i]))],
            Apply = WriteDistribution,
        };
    }

    /// <inheritdoc/>
    public Question? Next(RunState run) =>
        !run.Answered.ContainsKey(Histograms) ? _histograms :
        !run.Answered.ContainsKey(Marginals) ? _marginals :
        null;

    /// <inheritdoc/>
    public Question? Find(string name) => name switch { Histograms => _histograms, Marginals => _marginals, _ => null };

    /// <summary>Fits the stages to the cohorts that this many clients would give.</summary>
    /// <param name="clients">The registered clients.</param>
    /// <param name="problems">Takes what does not fit.</param>
    public PlannedPipeline? Plan(int clients, ICollection<Problem> problems)
    {
        int wanted = Math.Max(1, Math.Min(_marginals.Pacing.Invite((int)Math.Round(_marginals.Selector.Expected(clients))), clients));
        try
        {
            _histograms.Plan(wanted);
            return _marginals.Plan(wanted);
        }
        catch (CompositionException e)
        {
            problems.Add(new Problem(e.Code, "$.stages", e.Message));
            return null;
        }
    }

    internal static string ColumnSegment(int column) => $"column.{column}";

    internal static string CliqueSegment(int[] clique) => $"columns.{string.Join('.', clique)}";

    private void WriteHistograms(ModelState state, IReadOnlyDictionary<string, ReadOnlyMemory<double>> sums)
    {
        Span<float> histogram = state.Model[MarginalLayout.Histogram];
        using MarginalNoise? noise = _budget?.Noise(_random.Derive("histograms"), _budget.Rest);
        double sigma = _budget?.HistogramSigma ?? 0, total = 0;
        for (int column = 0; column < _layout.Cells.Counts.Length; column++)
        {
            Span<float> cells = histogram.Slice(_layout.Cells.Offsets[column], _layout.Cells.Counts[column]);
            ReadOnlySpan<double> counts = sums[ColumnSegment(column)].Span;
            for (int cell = 0; cell < cells.Length; cell++)
            {
                double published = Math.Round(counts[cell]) + (noise?.Gaussian(sigma) ?? 0);
                cells[cell] = (float)published;
                total += published / _layout.Cells.Counts.Length;
            }
        }
        Span<float> facts = state.Model[MarginalLayout.Facts];
        facts[0] = (float)sigma;
        facts[1] = (float)Math.Max(1, Math.Round(total));
    }

    private void WriteDistribution(ModelState state, IReadOnlyDictionary<string, ReadOnlyMemory<double>> sums)
    {
        ColumnGroups[] groups = _layout.Groups(state.Model);
        int[] sizes = [.. groups.Select(group => group.Count)];
        using MarginalNoise? noise = _budget?.Noise(_random.Derive("marginals"), _budget.Rest);
        var counts = new MarginalCounts
        {
            Sizes = sizes,
            Label = _layout.Shape.LabelIndex(),
            Cliques = [.. _layout.Questions.Select((clique, i) => _layout.Compact(i, Whole(sums[CliqueSegment(clique)].Span), groups))],
            Columns = [.. groups.Select((group, column) => ByGroup(column, group, sizes, state.Model))],
            Total = state.Model[MarginalLayout.Facts][1],
            Noise = noise,
        };
        _layout.Write(_layout.Architecture.Fit(counts), state.Model);
    }

    private static double[] Whole(ReadOnlySpan<double> counts)
    {
        double[] whole = new double[counts.Length];
        for (int i = 0; i < whole.Length; i++) whole[i] = Math.Round(counts[i]);
        return whole;
    }

    /// <summary>The published histogram of a column as counts of its groups.</summary>
    private MarginalMeasurement ByGroup(int column, ColumnGroups groups, int[] sizes, ParameterSet model)
    {
        ReadOnlySpan<float> cells = model[MarginalLayout.Histogram].Slice(_layout.Cells.Offsets[column], _layout.Cells.Counts[column]);
        double[] counts = new double[groups.Count];
        for (int cell = 0; cell < cells.Length; cell++) counts[groups.GroupOf[cell]] += cells[cell];
        // Groups have different numbers of cells; their noise is taken as that of a group of the usual number.
        double sigma = _budget is null ? 1 : _budget.HistogramSigma * Math.Sqrt((double)cells.Length / groups.Count);
        return new MarginalMeasurement(new Factor([column], sizes, counts), sigma);
    }
}
