using System.Collections.Concurrent;

namespace Tributary.Server;

/// <summary>
/// Memory for updates that are handed in, used again by the next: those of a round are all about as long, and a megabyte of new memory for
/// each of them would leave the collector more to do than the sum does.
/// </summary>
/// <param name="most">The most bytes that are kept for later.</param>
internal sealed class BodyPool(long most)
{
    private const int Step = 64 << 10;

    private readonly ConcurrentQueue<byte[]> _idle = new();
    private long _bytes;

    /// <summary>Memory of at least <paramref name="length"/> bytes, with anything in it; it need not be given back.</summary>
    public byte[] Rent(int length)
    {
        while (_idle.TryDequeue(out byte[]? body))
        {
            Interlocked.Add(ref _bytes, -body.Length);
            if (body.Length >= length && body.Length - length <= Math.Max(Step, length)) return body; // another length: of another run
        }
        return GC.AllocateUninitializedArray<byte>((length + Step - 1) / Step * Step);
    }

    /// <summary>Takes memory back that nobody uses any more, and nobody else gives back.</summary>
    public void Return(byte[] body)
    {
        if (Interlocked.Add(ref _bytes, body.Length) <= most) _idle.Enqueue(body);
        else Interlocked.Add(ref _bytes, -body.Length);
    }
}
