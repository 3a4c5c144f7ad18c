using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Tributary.Core;

/// <summary>
/// Memory of updates and of their bodies, which clients in one process use one after the other: a simulated round makes as many of both as
/// it has clients, and new memory for each would leave the collector more to do than all sums.
/// </summary>
/// <remarks>For a coordinator in the same process that has used a body up once it has taken it (<see cref="Question.UsesUp"/>).</remarks>
public sealed class UpdateMemory
{
    private readonly ConcurrentBag<float[]> _updates = [];
    private readonly ConcurrentBag<byte[]> _bodies = [];

    /// <summary>So many zeros.</summary>
    internal float[] Update(int length)
    {
        if (!_updates.TryTake(out float[]? used) || used.Length != length) return new float[length];
        Array.Clear(used);
        return used;
    }

    /// <summary>At least so many bytes, with anything in them.</summary>
    internal byte[] Body(int length) =>
        _bodies.TryTake(out byte[]? used) && used.Length >= length ? used : GC.AllocateUninitializedArray<byte>(length);

    /// <summary>Takes back an update that nobody reads any more.</summary>
    internal void Return(float[] update) => _updates.Add(update);

    /// <summary>The same for a body.</summary>
    internal void Return(ReadOnlyMemory<byte> body)
    {
        if (MemoryMarshal.TryGetArray(body, out ArraySegment<byte> segment)) _bodies.Add(segment.Array!);
    }
}
