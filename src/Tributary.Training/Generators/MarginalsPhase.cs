using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>
/// Makes a generator of tables from rows by several columns, counted in one question and summed over sites, after <see
/// cref="HistogramsPhase"/>.
/// </summary>
/// <remarks>
/// Sums of counts are whole numbers, so the model is that of all rows in one place, bit for bit. Noise is added to what is published: the
/// coordinator sees sums, and where stages hide single sites, sums alone.
/// </remarks>
public sealed class MarginalsPhase : IPhase
{
    /// <summary>The question: how many rows have each combination of groups of two columns, or of two and the label.</summary>
    public const string Marginals = "table-marginals";

    private readonly MarginalLayout _layout;
    private readonly MarginalBudget? _budget;
    private readonly RandomStream _random;
    private readonly Question _marginals;

    /// <summary>The question of a generator.</summary>
    /// <param name="layout">What is counted.</param>
    /// <param name="parts">Selector, pacing and the stages that answers pass through.</param>
    /// <param name="random">What noise is drawn from, unless it is to be secret.</param>
    public MarginalsPhase(MarginalLayout layout, Composition parts, RandomStream random)
    {
        _layout = layout;
        _random = random;
        _budget = MarginalBudget.Of(layout.Architecture, layout.Shape);
        _marginals = HistogramsPhase.Sum(parts, Marginals,
            layout.Questions.Select((clique, i) => new Segment(CliqueSegment(clique), layout.QuestionCells[i])), WriteDistribution);
    }

    /// <inheritdoc/>
    public Question? Next(RunState run) => run.Answered.ContainsKey(Marginals) ? null : _marginals;

    /// <inheritdoc/>
    public Question? Find(string name) => name == Marginals ? _marginals : null;

    internal static string CliqueSegment(int[] clique) => $"columns.{string.Join('.', clique)}";

    private void WriteDistribution(ModelState state, IReadOnlyDictionary<string, ReadOnlyMemory<double>> sums)
    {
        ColumnGroups[] groups = _layout.Histogram.Groups(state.Model);
        int[] sizes = [.. groups.Select(group => group.Count)];
        using MarginalNoise? noise = _budget?.Noise(_random.Derive("marginals"), _budget.Rest);
        var counts = new MarginalCounts
        {
            Sizes = sizes,
            Label = _layout.Shape.LabelIndex(),
            Cliques = [.. _layout.Questions.Select((clique, i) => _layout.Compact(i, Whole(sums[CliqueSegment(clique)].Span), groups))],
            Columns = [.. groups.Select((group, column) => ByGroup(column, group, sizes, state.Model))],
            Total = state.Model[TableHistogram.Facts][1],
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
        ReadOnlySpan<float> cells = model[TableHistogram.Counts]
            .Slice(_layout.Histogram.Cells.Offsets[column], _layout.Histogram.Cells.Counts[column]);
        double[] counts = new double[groups.Count];
        for (int cell = 0; cell < cells.Length; cell++) counts[groups.GroupOf[cell]] += cells[cell];
        // Groups have different numbers of cells; their noise is taken as that of a group of the usual number.
        double sigma = _budget is null ? 1 : _budget.HistogramSigma * Math.Sqrt((double)cells.Length / groups.Count);
        return new MarginalMeasurement(new Factor([column], sizes, counts), sigma);
    }
}
