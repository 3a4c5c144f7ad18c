using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>A generator of tables whose parameters are counts of rows by one column and by several.</summary>
public sealed class MarginalModel : CountedTableModel, ITableModel
{
    /// <summary>What is counted, and where it is kept.</summary>
    public required MarginalLayout Layout { get; init; }

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
    protected override IRowDistribution Make(ParameterSet parameters) => new MarginalGenerator(Layout, parameters);
}
