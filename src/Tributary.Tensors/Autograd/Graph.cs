namespace Tributary.Tensors;

/// <summary>
/// An ordered list of operations over buffers that are allocated once: built by calling tensor functions, then run forwards and backwards
/// as often as wanted without allocating.
/// </summary>
/// <remarks>
/// <para>A graph is built for a batch capacity; any smaller <see cref="Batch"/> runs on the same buffers. One graph is used by one caller
/// at a time; different graphs are independent.</para>
/// <code>
/// var graph = new Graph(capacity: 32);
/// Tensor x = graph.Input(784);
/// Indices label = graph.Index();
/// Tensor loss = layer.Forward(x).CrossEntropy(label);
/// graph.Plan(loss);
/// graph.Forward();
/// graph.Backward(loss);
/// </code>
/// </remarks>
public sealed class Graph
{
    private readonly List<Operation> _operations = [];
    private readonly HashSet<Storage> _storages = [];
    private readonly List<Storage> _unbound = [];
    private Workspace[] _workspaces = [new()];
    private Storage? _plannedLoss;
    private bool _planned;
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

    /// <summary>The number of threads that share the work of large operations; results have the same bits for any number.</summary>
    public int Threads
    {
        get => _workspaces.Length;
        set
        {
            TensorException.ThrowIfNotPositive(value, "number of threads");
            if (value != _workspaces.Length) _workspaces = [_workspaces[0], .. Enumerable.Range(1, value - 1).Select(_ => new Workspace())];
        }
    }

    /// <summary>Whether operations are computed as soon as they are recorded; their inputs must have been filled before.</summary>
    public bool Eager { get; init; }

    /// <summary>Whether operations that behave differently in training (dropout) do so.</summary>
    public bool Training { get; set; }

    /// <summary>Where dropout draws its masks from; set it from the job's seed before training.</summary>
    public RandomStream Random { get; set; } = new(0);

    /// <summary>Whether the pass under way takes each example's gradient of its own loss instead of the gradient of the batch's.</summary>
    internal bool PerExample { get; set; }

    /// <summary>Whether results share memory.</summary>
    internal bool IsPlanned => _planned;

    /// <summary>Loops that touch fewer floats than this a thread are done before other threads have come.</summary>
    internal long LeastWork { get; set; } = 16_384;

    /// <summary>Whether a pass is under way, in which memory that is used more than once may be read.</summary>
    internal bool IsRunning { get; private set; }

    /// <summary>The operations in the order of recording.</summary>
    internal IReadOnlyList<Operation> Operations => _operations;

    /// <summary>Scratch memory for what one thread does alone.</summary>
    internal Workspace Workspace => _workspaces[0];

    /// <summary>Declares an input of shape (capacity, <paramref name="perExample"/>…).</summary>
    public Tensor Input(params ReadOnlySpan<int> perExample) =>
        Allocate([Capacity, .. perExample], requiresGradient: false, perExample: true);

    /// <summary>Declares an integer input of shape (capacity, <paramref name="perExample"/>…).</summary>
    public Indices Index(params ReadOnlySpan<int> perExample) => new(this, [Capacity, .. perExample]);

    /// <summary>
    /// Lays all results that have no memory yet into one block in which they share places: a result gives its place up when neither pass
    /// has need of it any more. Element-wise operations that follow a matrix product are computed with its blocks.
    /// </summary>
    /// <param name="loss">The one scalar whose gradient will be asked for; null where none will.</param>
    /// <param name="kept">Results that can be read after a pass; those that no operation reads can be, too.</param>
    /// <remarks>Optional: without a plan every result has memory of its own. The bits are the same.</remarks>
    /// <exception cref="TensorException">The graph has been planned before.</exception>
    public void Plan(Tensor? loss, params ReadOnlySpan<Tensor> kept)
    {
        if (_planned) throw new TensorException("This graph has been planned before. Build another one for another loss.");
        Fusion.Apply(_operations);
        new Lifetimes(_operations, loss is null ? -1 : Producer(loss), kept).Bind();
        _planned = true;
        _plannedLoss = loss?.Storage;
    }

    /// <summary>Computes the operations in the order of recording, up to the one that makes <paramref name="until"/>.</summary>
    public void Forward(Tensor? until = null)
    {
        int last = until is null ? _operations.Count - 1 : Producer(until);
        Bind();
        IsRunning = true;
        try
        {
            for (int i = 0; i <= last; i++)
                if (!_operations[i].IsFused)
                    _operations[i].Forward();
        }
        finally
        {
            IsRunning = false;
        }
        MatchWorkspaces();
    }

    /// <summary>Computes the derivative of <paramref name="loss"/> by every tensor of this graph that requires a gradient.</summary>
    /// <param name="loss">A scalar that the last <see cref="Forward"/> computed.</param>
    /// <remarks>A parameter that this graph does not read keeps the gradient that it had.</remarks>
    public void Backward(Tensor loss)
    {
        int last = BeginBackward(loss);
        try
        {
            for (int i = last; i >= 0; i--)
            {
                if (!_operations[i].Output.Storage.GradientWritten) continue;
                _operations[i].BackwardInputs();
                _operations[i].BackwardParameters(0, Batch);
            }
        }
        finally
        {
            EndBackward();
        }
    }

    /// <summary>Starts a backward pass with the derivative of the loss by itself.</summary>
    /// <returns>The number of the operation that makes the loss.</returns>
    internal int BeginBackward(Tensor loss)
    {
        if (loss.Length != 1)
            throw new TensorException($"Gradients are taken of a scalar, got a tensor of shape {loss.Shape}. Average it first.");
        if (!loss.RequiresGradient) throw new TensorException("The loss depends on no trainable parameter, so it has no gradient.");
        if (_planned && !ReferenceEquals(_plannedLoss, loss.Storage))
            throw new TensorException(
                "This graph was planned for another loss or for none, and memory is laid out for that. Build another graph.");
        int last = Producer(loss);
        foreach (Storage storage in _storages) storage.GradientWritten = false;
        IsRunning = true;
        loss.GradientToWrite(out _)[0] = 1;
        return last;
    }

    /// <summary>Ends a backward pass.</summary>
    internal void EndBackward()
    {
        foreach (Storage storage in _storages) storage.FinishGradient();
        IsRunning = false;
        MatchWorkspaces();
    }

    /// <summary>Calls <paramref name="body"/> for ranges that together cover 0 to <paramref name="length"/>, on all threads.</summary>
    /// <param name="length">The length of the loop.</param>
    /// <param name="work">Roughly how many floats one step of the loop touches: short loops stay on one thread.</param>
    /// <param name="body">The work; results must not depend on where ranges begin.</param>
    internal void For(int length, long work, RangeBody body)
    {
        int chunks = Threads == 1 ? 1 : (int)Math.Min(Math.Min(Threads, length), length * work / LeastWork);
        if (chunks <= 1) body(0, length, _workspaces[0]);
        else ForkJoin.Shared.Run(length, chunks, _workspaces, body);
    }

    internal Tensor Allocate(Shape shape, bool requiresGradient, bool perExample)
    {
        var storage = new Storage(shape.Count, requiresGradient);
        _unbound.Add(storage);
        return new Tensor(this, shape, requiresGradient, perExample, storage);
    }

    /// <summary>Appends an operation and registers the tensors it touches.</summary>
    internal Tensor Record(Operation operation)
    {
        if (_planned)
            throw new TensorException(
                "This graph has been planned, and a new operation has no place in the plan. Record everything first.");
        foreach (Tensor input in operation.Inputs) _storages.Add(input.Storage);
        _storages.Add(operation.Output.Storage);
        _operations.Add(operation);
        if (!Eager) return operation.Output;
        Bind();
        operation.Forward();
        return operation.Output;
    }

    /// <summary>Gives memory of its own to what neither a plan nor a reader has bound, before several threads want it.</summary>
    private void Bind()
    {
        foreach (Storage storage in _unbound)
            if (!storage.IsBound)
                storage.Allocate();
        _unbound.Clear();
    }

    private void MatchWorkspaces()
    {
        foreach (Workspace workspace in _workspaces) _workspaces[0].Match(workspace);
        foreach (Workspace workspace in _workspaces) workspace.Match(_workspaces[0]);
    }

    private int Producer(Tensor tensor)
    {
        for (int i = _operations.Count - 1; i >= 0; i--)
            if (ReferenceEquals(_operations[i].Output.Storage, tensor.Storage))
                return i;
        throw new TensorException($"No operation of this graph makes the given tensor of shape {tensor.Shape}.");
    }
}
