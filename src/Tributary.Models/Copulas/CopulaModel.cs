using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>A Gaussian copula whose parameters are published sums: counts of every column, and mean products of scores.</summary>
public sealed class CopulaModel : CountedTableModel, ITableModel
{
    /// <summary>The tensor of the mean product of scores of every pair of columns, with the noise that was added; not trainable.</summary>
    public const string Products = "products";

    /// <inheritdoc/>
    public required TableHistogram Histogram { get; init; }

    /// <inheritdoc/>
    public required ICountedArchitecture Counted { get; init; }

    /// <summary>Builds the tensors of a generator.</summary>
    /// <param name="copula">What is counted.</param>
    /// <param name="shape">The columns.</param>
    /// <param name="capacity">The largest batch.</param>
    /// <param name="initialization">Nothing is drawn.</param>
    /// <exception cref="DataException">There is a single column.</exception>
    public static CopulaModel Build(Copula copula, TableShape shape, int capacity, RandomStream initialization)
    {
        if (shape.Columns.Count < 2)
            throw new DataException("A copula is how columns go together, and this table has one. Use another generator.");
        var histogram = new TableHistogram(shape, copula.Resolution, copula.Bins);
        var builder = new ParameterBuilder();
        histogram.Declare(builder);
        builder.Buffer(Products, [CopulaScores.PairsOf(shape.Columns.Count)], Initializer.Zeros);
        var graph = new Graph(capacity);
        return new CopulaModel
        {
            Graph = graph,
            Parameters = builder.Build(initialization),
            Loss = graph.Input(),
            Histogram = histogram,
            Counted = copula,
        };
    }

    /// <inheritdoc/>
    protected override IRowDistribution Make(ParameterSet parameters) => new CopulaGenerator(Histogram, parameters);
}
