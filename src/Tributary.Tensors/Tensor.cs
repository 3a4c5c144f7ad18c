namespace Tributary.Tensors;

/// <summary>
/// An n-dimensional array of 32-bit floats in row-major order: a parameter, an input, or the result of an operation in a <see cref="Graph"/>.
/// </summary>
/// <remarks>
/// The first extent of an input or a result is the graph's batch capacity. Only the examples of the current batch are visible:
/// <see cref="Values"/> of an activation of shape (B, T, C) has <c>graph.Batch * T * C</c> elements.
/// </remarks>
public sealed class Tensor
{
    private readonly Graph? _graph;
    private Memory<float> _values;
    private Memory<float> _gradient;
    private bool _gradientWritten;

    internal Tensor(Graph? graph, Shape shape, bool requiresGradient)
    {
        _graph = graph;
        Shape = shape;
        RequiresGradient = requiresGradient;
    }

    /// <summary>The extents; of an activation, at full batch capacity.</summary>
    public Shape Shape { get; }

    /// <summary>Whether <see cref="Gradient"/> is computed by <see cref="Graph.Backward"/>.</summary>
    public bool RequiresGradient { get; }

    /// <summary>The graph that computes this tensor, or null for a parameter.</summary>
    public Graph? Graph => _graph;

    /// <summary>The elements of the current batch.</summary>
    public Span<float> Values => _values.Span[..Length];

    /// <summary>The derivative of the loss by each element of <see cref="Values"/>; empty unless <see cref="RequiresGradient"/>.</summary>
    public Span<float> Gradient => RequiresGradient ? _gradient.Span[..Length] : [];

    /// <summary>The number of visible elements.</summary>
    public int Length => _graph is null || !IsPerExample ? Shape.Count : Shape.Count / _graph.Capacity * _graph.Batch;

    /// <summary>The visible elements divided by the innermost extent.</summary>
    public int Rows => Length / Shape[^1];

    /// <summary>Whether the first extent counts examples (false for parameters and for losses).</summary>
    internal bool IsPerExample { get; init; }

    internal void Bind(Memory<float> values, Memory<float> gradient)
    {
        _values = values;
        _gradient = gradient;
    }

    internal Memory<float> Storage => _values;

    internal Memory<float> GradientStorage => _gradient;

    /// <summary>Called by the graph before a backward pass.</summary>
    internal void ForgetGradient() => _gradientWritten = false;

    /// <summary>Called by the graph after a backward pass: what no operation reached has derivative zero.</summary>
    internal void FinishGradient()
    {
        if (RequiresGradient && !_gradientWritten) Gradient.Clear();
        _gradientWritten = true;
    }

    /// <summary>
    /// The gradient for an operation that can either store or add. Where <paramref name="add"/> is false nothing has been written in this
    /// pass, and the operation must overwrite every element: that saves clearing the buffer.
    /// </summary>
    internal Span<float> GradientToWrite(out bool add)
    {
        add = _gradientWritten;
        _gradientWritten = true;
        return Gradient;
    }

    /// <summary>The gradient for an operation that can only add: cleared first if nothing has been written in this pass.</summary>
    internal Span<float> GradientToAdd()
    {
        Span<float> gradient = GradientToWrite(out bool add);
        if (!add) gradient.Clear();
        return gradient;
    }
}
