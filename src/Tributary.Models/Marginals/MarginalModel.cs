using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>
/// A generator of tables whose parameters are counts: no gradient trains it, and its loss is that of rows under its distribution.
/// </summary>
public sealed class MarginalModel : Model, ITableModel
{
    private static readonly string[] _metricNames = ["loss"];

    private int[] _examples = [];
    private TableData? _data;
    private MarginalGenerator? _generator;
    private float[] _made = [];

    /// <summary>What is counted, and where it is kept.</summary>
    public required MarginalLayout Layout { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Metrics => _metricNames;

    /// <inheritdoc/>
    public ITableGenerator Generator => Current();

    /// <inheritdoc/>
    public TableHistogram Histogram => Layout.Histogram;

    /// <inheritdoc/>
    public ICountedArchitecture Counted => Layout.Architecture;

    /// <inheritdoc/>
    public MarginalLayout? Marginals => Layout;

    /// <summary>Builds the tensors of a generator.</summary>
    /// <param name="architecture">What is counted.</param>
    /// <param name="data">The shape of a table.</param>
    /// <param name="capacity">The largest batch.</param>
    /// <param name="initialization">Nothing is drawn.</param>
    /// <exception cref="DataException">The data is no table of rows.</exception>
    public static MarginalModel Build(IMarginalArchitecture architecture, DataShape data, int capacity, RandomStream initialization)
    {
        var layout = new MarginalLayout(architecture, TableShapes.Of(data));
        int columns = layout.Shape.Columns.Count;
        var builder = new ParameterBuilder();
        layout.Histogram.Declare(builder);
        builder.Buffer(MarginalLayout.Cliques, [columns, columns], Initializer.Zeros);
        builder.Buffer(MarginalLayout.Probabilities, [layout.Capacity], Initializer.Zeros);
        var graph = new Graph(capacity);
        return new MarginalModel { Graph = graph, Parameters = builder.Build(initialization), Loss = graph.Input(), Layout = layout };
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
        MarginalGenerator generator = Current();
        foreach (int row in _examples) sums[0] += generator.Surprise(_data!, row);
        return _examples.Length;
    }

    /// <summary>The generator that the parameters describe, made anew where they have changed.</summary>
    private MarginalGenerator Current()
    {
        if (_generator is null || !Parameters.Values.SequenceEqual(_made))
        {
            _made = Parameters.Values.ToArray();
            _generator = new MarginalGenerator(Layout, Parameters.ToSet());
        }
        return _generator;
    }
}
