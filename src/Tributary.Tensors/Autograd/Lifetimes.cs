namespace Tributary.Tensors;

/// <summary>From when to when the two passes need each result and its gradient, and the block of memory that follows from it.</summary>
/// <remarks>Operation i runs forwards at step i and backwards at step 2n - 1 - i.</remarks>
internal sealed class Lifetimes
{
    private readonly IReadOnlyList<Operation> _operations;
    private readonly int _loss;
    private readonly Dictionary<Storage, Life> _lives = [];

    /// <summary>Reads the lives off the operations.</summary>
    /// <param name="operations">All of them, in the order of recording.</param>
    /// <param name="loss">The number of the operation that makes the loss; -1 where there is no backward pass.</param>
    /// <param name="kept">Results that are read after a pass.</param>
    public Lifetimes(IReadOnlyList<Operation> operations, int loss, ReadOnlySpan<Tensor> kept)
    {
        _operations = operations;
        _loss = loss;
        for (int i = 0; i < operations.Count; i++) Follow(operations[i], i);
        foreach (Tensor tensor in kept)
            if (_lives.TryGetValue(tensor.Storage, out Life? life))
                life.IsRead = false;
    }

    private int End => 2 * _operations.Count;

    /// <summary>Gives memory to every result that has none.</summary>
    public void Bind()
    {
        var plan = new MemoryPlan();
        var shared = new List<(Storage Storage, int Values, int Gradient)>();
        foreach ((Storage storage, Life life) in _lives)
        {
            if (storage.IsBound) continue;
            // What nobody reads is there for the caller: it has memory of its own, which no plan takes away.
            if (!life.IsRead) storage.Allocate();
            else
                shared.Add((storage, plan.Add(storage.Count, life.Made, life.LastRead),
                    life.HasGradient ? plan.Add(storage.Count, life.GradientFrom, Backward(life.Made)) : -1));
        }
        int[] offsets = plan.Place(out int total);
        Memory<float> block = AlignedMemory.Allocate(total);
        foreach ((Storage storage, int values, int gradient) in shared)
            storage.Bind(
                block.Slice(offsets[values], storage.Count), gradient < 0 ? default : block.Slice(offsets[gradient], storage.Count),
                isTransient: true);
    }

    private int Backward(int operation) => End - 1 - operation;

    private void Follow(Operation operation, int index)
    {
        bool goesBack = index <= _loss && operation.Output.RequiresGradient;
        foreach (Tensor input in operation.Inputs)
        {
            if (!_lives.TryGetValue(input.Storage, out Life? life)) continue;
            life.IsRead = true;
            life.LastRead = Math.Max(life.LastRead, goesBack && operation.BackwardReadsInputs ? Backward(index) : index);
            if (!goesBack || !input.RequiresGradient) continue;
            life.HasGradient = true;
            life.GradientFrom = Math.Min(life.GradientFrom, Backward(index));
        }
        // A fused result is made while the operation before is still reading its own inputs.
        _lives.TryAdd(operation.Output.Storage, new Life
        {
            Made = operation.IsFused ? index - 1 : index,
            LastRead = goesBack && operation.BackwardReadsOutput ? Backward(index) : index,
            GradientFrom = End,
        });
    }

    private sealed class Life
    {
        public required int Made { get; init; }

        public required int LastRead { get; set; }

        public required int GradientFrom { get; set; }

        public bool HasGradient { get; set; }

        public bool IsRead { get; set; }
    }
}
