namespace Tributary.Tensors;

/// <summary>What an optimizer remembers between steps: a step count and vectors as long as the parameters.</summary>
public sealed class OptimizerState
{
    private readonly float[][] _slots;

    /// <summary>Zero state with <paramref name="slots"/> vectors.</summary>
    public OptimizerState(int slots, int length) : this(0, [.. Enumerable.Range(0, slots).Select(_ => new float[length])])
    {
    }

    /// <summary>Restores saved state; takes ownership of <paramref name="slots"/>.</summary>
    public OptimizerState(long steps, float[][] slots)
    {
        Steps = steps;
        _slots = slots;
    }

    /// <summary>The number of steps taken.</summary>
    public long Steps { get; set; }

    /// <summary>The number of vectors.</summary>
    public int Slots => _slots.Length;

    /// <summary>One vector.</summary>
    public Span<float> Slot(int index) => _slots[index];

    /// <summary>Back to zero, without allocating.</summary>
    public void Reset()
    {
        Steps = 0;
        foreach (float[] slot in _slots) Array.Clear(slot);
    }
}
