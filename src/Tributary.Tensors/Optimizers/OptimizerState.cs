namespace Tributary.Tensors;

/// <summary>What an optimizer remembers between steps: a step count and vectors as long as the parameters.</summary>
/// <remarks>
/// Saved state is restored by writing <see cref="Steps"/> and every <see cref="Slot"/> of a state that the optimizer began.
/// </remarks>
public sealed class OptimizerState
{
    private readonly float[] _initial;
    private readonly float[][] _slots;
    private object? _loop;

    /// <summary>Zero state with <paramref name="slots"/> vectors.</summary>
    public OptimizerState(int slots, int length) : this(new float[slots], length)
    {
    }

    /// <summary>A vector for every number in <paramref name="initial"/>, filled with it.</summary>
    internal OptimizerState(float[] initial, int length)
    {
        _initial = initial;
        _slots = [.. initial.Select(_ => new float[length])];
        Reset();
    }

    /// <summary>The number of steps taken.</summary>
    public long Steps { get; set; }

    /// <summary>The number of vectors.</summary>
    public int Slots => _slots.Length;

    /// <summary>The number of threads that share a step's work; the bits are the same for any number.</summary>
    public int Threads { get; set; } = 1;

    /// <summary>Which elements belong to matrices, where the state was begun with a layout and its optimizer asks.</summary>
    internal Stretch[] Stretches { get; init; } = [];

    /// <summary>One vector.</summary>
    public Span<float> Slot(int index) => _slots[index];

    /// <summary>Back to the start, without allocating.</summary>
    public void Reset()
    {
        Steps = 0;
        for (int i = 0; i < _slots.Length; i++) Array.Fill(_slots[i], _initial[i]);
    }

    /// <summary>The loop of this state's optimizer, made at its first step.</summary>
    internal ElementLoop<TStep> Loop<TStep>() where TStep : struct, IElementStep
    {
        if (_loop is ElementLoop<TStep> loop) return loop;
        loop = new ElementLoop<TStep>();
        _loop = loop;
        return loop;
    }

    internal void Require(int slots, int length)
    {
        if (Slots != slots || (slots > 0 && _slots[0].Length != length))
            throw new ArgumentException(
                $"The state has {Slots} vectors, expected {slots} of length {length}. Use the state that this optimizer began.");
    }
}
