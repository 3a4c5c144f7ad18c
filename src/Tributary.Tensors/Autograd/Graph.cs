namespace Tributary.Tensors;

/// <summary>
/// An ordered list of operations over buffers that are allocated once: built by calling tensor functions, then run forwards and backwards
/// as often as wanted without allocating.
/// </summary>
/// <remarks>
/// <para>A graph is built for a batch capacity; any smaller <see cref="Batch"/> runs on the same buffers. One graph is used by one thread
/// at a time; different graphs are independent.</para>
/// <code>
/// var graph = new Graph(capacity: 32);
/// Tensor x = graph.Input(784);
/// Indices label = graph.Index();
/// Tensor loss = layer.Forward(x).CrossEntropy(label);
/// graph.Forward();
/// graph.Backward(loss);
/// </code>
/// </remarks>
public sealed class Graph
{
    private readonly List<Operation> _operations = [];
    private readonly HashSet<Storage> _storages = [];
    private int _batch;

    /// <summary>Makes an empty graph.</summary>
    /// <param name="capacity">The largest number of examples that one run can hold, at least one.</param>
    public Graph(int capacity)
    {
        TensorException.ThrowIfNotPositive(capacity, "batch capacity");
        Capacity = capacity;
        _batch = capacity;
    }

    /// <summary>The largest number of examples that one run can hold.</summary>
    public int Capacity { get; }

    /// <summary>The number of examples in the next run, from one to <see cref="Capacity"/>.</summary>
    public int Batch
    {
        get => _batch;
        set
        {
            if (value < 1 || value > Capacity) throw new TensorException($"Expected a batch of 1 to {Capacity} examples, got {value}.");
            _batch = value;
        }
    }

    /// <summary>Whether operations that behave differently in training (dropout) do so.</summary>
    public bool Training { get; set; }

    /// <summary>Where dropout draws its masks from; set it from the job's seed before training.</summary>
    public RandomStream Random { get; set; } = new(0);

    /// <summary>Scratch memory shared by the operations of this graph.</summary>
    internal Workspace Workspace { get; } = new();

    /// <summary>Declares an input of shape (capacity, <paramref name="perExample"/>…).</summary>
    public Tensor Input(params ReadOnlySpan<int> perExample) =>
        Allocate([Capacity, .. perExample], requiresGradient: false, perExample: true);

    /// <summary>Declares an integer input of shape (capacity, <paramref name="perExample"/>…).</summary>
    public Indices Index(params ReadOnlySpan<int> perExample) => new(this, [Capacity, .. perExample]);

    /// <summary>Computes the operations in the order of recording, up to the one that makes <paramref name="until"/>.</summary>
    public void Forward(Tensor? until = null)
    {
        int last = until is null ? _operations.Count - 1 : Producer(until);
        for (int i = 0; i <= last; i++) _operations[i].Forward();
    }

    /// <summary>Computes the derivative of <paramref name="loss"/> by every tensor of this graph that requires a gradient.</summary>
    /// <param name="loss">A scalar that the last <see cref="Forward"/> computed.</param>
    /// <remarks>A parameter that this graph does not read keeps the gradient that it had.</remarks>
    public void Backward(Tensor loss)
    {
        if (loss.Length != 1)
            throw new TensorException($"Gradients are taken of a scalar, got a tensor of shape {loss.Shape}. Average it first.");
        if (!loss.RequiresGradient) throw new TensorException("The loss depends on no trainable parameter, so it has no gradient.");
        int last = Producer(loss);
        foreach (Storage storage in _storages) storage.GradientWritten = false;
        loss.GradientToWrite(out _)[0] = 1;
        for (int i = last; i >= 0; i--)
            if (_operations[i].Output.Storage.GradientWritten)
                _operations[i].Backward();
        foreach (Storage storage in _storages) storage.FinishGradient();
    }

    internal Tensor Allocate(Shape shape, bool requiresGradient, bool perExample)
    {
        var tensor = new Tensor(this, shape, requiresGradient, perExample, new Storage());
        tensor.Storage.Bind(AlignedMemory.Allocate(shape.Count), requiresGradient ? AlignedMemory.Allocate(shape.Count) : default);
        return tensor;
    }

    /// <summary>Appends an operation and registers the tensors it touches.</summary>
    internal Tensor Record(Operation operation)
    {
        foreach (Tensor input in operation.Inputs) _storages.Add(input.Storage);
        _storages.Add(operation.Output.Storage);
        _operations.Add(operation);
        return operation.Output;
    }

    private int Producer(Tensor tensor)
    {
        for (int i = _operations.Count - 1; i >= 0; i--)
            if (ReferenceEquals(_operations[i].Output.Storage, tensor.Storage))
                return i;
        throw new TensorException($"No operation of this graph makes the given tensor of shape {tensor.Shape}.");
    }
}
