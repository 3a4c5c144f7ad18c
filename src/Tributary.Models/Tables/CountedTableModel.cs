using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>
/// A generator of tables whose parameters are published sums: no gradient trains it, and its loss is that of rows under its distribution.
/// </summary>
public abstract class CountedTableModel : Model
{
    private static readonly string[] _metricNames = ["loss"];

    private int[] _examples = [];
    private TableData? _data;
    private IRowDistribution? _generator;
    private float[] _made = [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Metrics => _metricNames;

    /// <summary>The generator that the parameters describe, made anew where they have changed.</summary>
    public ITableGenerator Generator => Current();

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
        IRowDistribution generator = Current();
        foreach (int row in _examples) sums[0] += generator.Surprise(_data!, row);
        return _examples.Length;
    }

    /// <summary>Makes the generator that parameters describe.</summary>
    protected abstract IRowDistribution Make(ParameterSet parameters);

    private IRowDistribution Current()
    {
        if (_generator is null || !Parameters.Values.SequenceEqual(_made))
        {
            _made = Parameters.Values.ToArray();
            _generator = Make(Parameters.ToSet());
        }
        return _generator;
    }
}
