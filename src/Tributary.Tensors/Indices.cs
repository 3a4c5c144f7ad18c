namespace Tributary.Tensors;

/// <summary>An n-dimensional array of integers that a graph reads: labels, token numbers, positions.</summary>
public sealed class Indices
{
    private readonly Graph _graph;
    private readonly int[] _values;

    internal Indices(Graph graph, Shape shape)
    {
        _graph = graph;
        Shape = shape;
        _values = new int[shape.Count];
    }

    /// <summary>The extents at full batch capacity; the first counts examples.</summary>
    public Shape Shape { get; }

    /// <summary>The graph that reads these numbers.</summary>
    public Graph Graph => _graph;

    /// <summary>The numbers of the current batch.</summary>
    public Span<int> Values => _values.AsSpan(0, _values.Length / _graph.Capacity * _graph.Batch);
}
