namespace Tributary.Tensors;

/// <summary>Places for buffers in one block of memory, such that buffers which are in use together do not overlap.</summary>
/// <remarks>
/// Largest first, each into the lowest gap that is free during its whole life: Pisarchyk, Lee: Efficient memory management for deep neural
/// net inference, arXiv:2001.03288, section 5 (greedy by size).
/// </remarks>
internal sealed class MemoryPlan
{
    private readonly List<Buffer> _buffers = [];

    /// <summary>Asks for <paramref name="count"/> floats from step <paramref name="first"/> to step <paramref name="last"/>.</summary>
    /// <returns>The buffer's number.</returns>
    public int Add(int count, int first, int last)
    {
        _buffers.Add(new Buffer(AlignedMemory.RoundUp(count), first, last));
        return _buffers.Count - 1;
    }

    /// <summary>Where each buffer begins, in order of its number.</summary>
    /// <param name="total">The floats needed for all of them.</param>
    public int[] Place(out int total)
    {
        int[] offsets = new int[_buffers.Count];
        var placed = new List<int>(); // in order of their offsets
        long end = 0;
        foreach (int index in Enumerable.Range(0, _buffers.Count).OrderByDescending(i => _buffers[i].Count).ThenBy(i => i))
        {
            Buffer buffer = _buffers[index];
            long offset = 0;
            foreach (int other in placed.Where(other => _buffers[other].Meets(buffer)))
            {
                if (offsets[other] - offset >= buffer.Count) break;
                offset = Math.Max(offset, (long)offsets[other] + _buffers[other].Count);
            }
            end = Math.Max(end, offset + buffer.Count);
            if (end > int.MaxValue)
                throw new TensorException(
                    "The activations of one training step take more than 2^31 numbers, which one block cannot hold. Lower the batch size.");
            offsets[index] = (int)offset;
            int at = placed.FindIndex(other => offsets[other] > offset);
            placed.Insert(at < 0 ? placed.Count : at, index);
        }
        total = (int)end;
        return offsets;
    }

    private sealed record Buffer(int Count, int First, int Last)
    {
        public bool Meets(Buffer other) => First <= other.Last && other.First <= Last;
    }
}
