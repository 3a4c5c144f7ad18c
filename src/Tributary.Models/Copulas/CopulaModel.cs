using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>A Gaussian copula whose parameters are published sums: counts of every column, and mean products of scores.</summary>
public sealed class CopulaModel : Model, ITableModel
{
    /// <summary>The tensor of the mean product of scores of every pair of columns, with the noise that was added; not trainable.</summary>
    public const string Products = "products";

    private static readonly string[] _metricNames = ["loss"];

    private int[] _examples = [];
    private TableData? _data;
    private CopulaGenerator? _generator;
    private float[] _made = [];

    /// <inheritdoc/>
    public required TableHistogram Histogram { get; init; }

    /// <inheritdoc/>
    public required ICountedArchitecture Counted { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Metrics => _metricNames;

    /// <inheritdoc/>
    public ITableGenerator Generator => Current();

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
    public override void Load(Dataset data, ReadOnlySpan<int> examples, RandomStream random)
    {
        Graph.Batch = examples.Length;
        _data = (TableData)data;
        _examples = examples.ToArray();
    }

    /// <inheritdoc/>
    public override double Score(Span<double> sums)
    {
        CopulaGenerator generator = Current();
        foreach (int row in _examples) sums[0] += generator.Surprise(_data!, row);
        return _examples.Length;
    }

    /// <summary>The generator that the parameters describe, made anew where they have changed.</summary>
    private CopulaGenerator Current()
    {
        if (_generator is null || !Parameters.Values.SequenceEqual(_made))
        {
            _made = Parameters.Values.ToArray();
            _generator = new CopulaGenerator(Histogram, Parameters.ToSet());
        }
        return _generator;
    }
}
