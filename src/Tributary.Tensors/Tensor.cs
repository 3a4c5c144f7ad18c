namespace Tributary.Tensors;

/// <summary>
/// An n-dimensional array of 32-bit floats in row-major order: a parameter, an input, or the result of an operation of a <see
/// cref="Graph"/>.
/// </summary>
/// <remarks>
/// The first extent of an input or a result is the graph's batch capacity. Only the examples of the current batch are visible:
/// <see cref="Values"/> of an activation of shape (B, T, C) has <c>graph.Batch * T * C</c> elements.
/// </remarks>
public sealed class Tensor
{
    private readonly int _count;
    private readonly int _countPerExample;

    internal Tensor(Graph? graph, Shape shape, bool requiresGradient, bool isPerExample, Storage storage)
    {
        Graph = graph;
        Shape = shape;
        RequiresGradient = requiresGradient;
        IsPerExample = isPerExample;
        Storage = storage;
        _count = shape.Count;
        _countPerExample = isPerExample ? _count / graph!.Capacity : 0;
    }

    /// <summary>The extents; of an activation, at full batch capacity.</summary>
    public Shape Shape { get; }

    /// <summary>Whether <see cref="Gradient"/> is computed by <see cref="Graph.Backward"/>.</summary>
    public bool RequiresGradient { get; }

    /// <summary>The graph that computes this tensor, or null for a parameter.</summary>
    public Graph? Graph { get; }

    /// <summary>The elements of the current batch.</summary>
    /// <exception cref="TensorException">
    /// A parameter's builder has not been built yet, or the tensor is a step on the way whose memory a plan has given to others.
    /// </exception>
    public Span<float> Values
    {
        get
        {
            Storage storage = Storage;
            if (!storage.IsBound || (storage.IsTransient && !Graph!.IsRunning)) Prepare();
            return storage.Values[..Length];
        }
    }

    /// <summary>The derivative of the loss by each element of <see cref="Values"/>; empty unless <see cref="RequiresGradient"/>.</summary>
    /// <exception cref="TensorException">As for <see cref="Values"/>.</exception>
    public Span<float> Gradient
    {
        get
        {
            Storage storage = Storage;
            if (!RequiresGradient) return [];
            if (!storage.IsBound || (storage.IsTransient && !Graph!.IsRunning)) Prepare();
            return storage.Gradient[..Length];
        }
    }

    /// <summary>The number of visible elements.</summary>
    public int Length => IsPerExample ? _countPerExample * Graph!.Batch : _count;

    /// <summary>The visible elements divided by the innermost extent; one for a scalar.</summary>
    public int Rows => Shape.Rank == 0 ? 1 : Length / Shape[^1];

    /// <summary>Whether the first extent counts examples (false for parameters and for losses).</summary>
    internal bool IsPerExample { get; }

    /// <summary>The memory, shared between a tensor and its views.</summary>
    internal Storage Storage { get; }

    /// <summary>Adds element by element; the right operand may be smaller, see <see cref="TensorFunctions.Add"/>.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => left.Add(right);

    /// <summary>Subtracts element by element; the right operand may be smaller, see <see cref="TensorFunctions.Add"/>.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => left.Subtract(right);

    /// <summary>Multiplies element by element; the right operand may be smaller, see <see cref="TensorFunctions.Add"/>.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => left.Multiply(right);

    /// <summary>Multiplies every element by a constant.</summary>
    public static Tensor operator *(Tensor tensor, float factor) => tensor.Scale(factor);

    /// <summary>Multiplies every element by a constant.</summary>
    public static Tensor operator *(float factor, Tensor tensor) => tensor.Scale(factor);

    /// <summary>The same memory under another shape.</summary>
    internal Tensor View(Shape shape) => new(Graph, shape, RequiresGradient, IsPerExample, Storage);

    /// <summary>Gives memory to a result of a graph without a plan; otherwise says why there is nothing to read.</summary>
    private void Prepare()
    {
        if (Graph is null) throw new TensorException("A parameter has no values before ParameterBuilder.Build. Build first.");
        if (Storage.IsBound)
            throw new TensorException(
                $"The tensor of shape {Shape} is a step on the way, and others use its memory after it. Name it in Graph.Plan to keep it.");
        Storage.Allocate();
    }

    /// <summary>
    /// The gradient for an operation that can either store or add. Where <paramref name="add"/> is false nothing has been written in this
    /// pass, and the operation must overwrite every element: that saves clearing the buffer.
    /// </summary>
    internal Span<float> GradientToWrite(out bool add)
    {
        add = Storage.GradientWritten;
        Storage.GradientWritten = true;
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
