namespace Tributary.Tensors;

/// <summary>Scratch memory of one thread of a graph: grows to the largest request in the first steps, then never again.</summary>
internal sealed class Workspace
{
    private Memory<float> _packedLeft, _packedRight, _turned, _scratch, _pairs;

    /// <summary>Room for the packed left operand of a matrix product.</summary>
    public Span<float> PackedLeft(int count) => Grow(ref _packedLeft, count);

    /// <summary>Room for the packed right operand of a matrix product.</summary>
    public Span<float> PackedRight(int count) => Grow(ref _packedRight, count);

    /// <summary>Room for part of a matrix product that is computed turned on its side.</summary>
    public Span<float> Turned(int count) => Grow(ref _turned, count);

    /// <summary>Room for an operation's own intermediate values; valid until the next operation runs.</summary>
    public Span<float> Scratch(int count) => Grow(ref _scratch, count);

    /// <summary>Room for products of all pairs of positions, beside <see cref="Scratch"/>.</summary>
    public Span<float> Pairs(int count) => Grow(ref _pairs, count);

    /// <summary>
    /// Grows to the size of another thread's: which thread will do a part of a loop is not known before, and later steps allocate nothing.
    /// </summary>
    public void Match(Workspace other)
    {
        Grow(ref _packedLeft, other._packedLeft.Length);
        Grow(ref _packedRight, other._packedRight.Length);
        Grow(ref _turned, other._turned.Length);
        Grow(ref _scratch, other._scratch.Length);
        Grow(ref _pairs, other._pairs.Length);
    }

    private static Span<float> Grow(ref Memory<float> memory, int count)
    {
        if (memory.Length < count) memory = AlignedMemory.Allocate(count);
        return memory.Span[..count];
    }
}
