namespace Tributary.Server;

/// <summary>An update as it was received, in memory of a pool.</summary>
internal sealed class ReceivedBody(byte[] bytes, int length, BodyPool pool)
{
    private byte[]? _bytes = bytes;

    public int Length => length;

    public ReadOnlyMemory<byte> Content => Room;

    /// <summary>The memory, for whoever fills it.</summary>
    public Memory<byte> Room => (_bytes ?? throw new ObjectDisposedException(nameof(ReceivedBody))).AsMemory(0, length);

    /// <summary>Gives the memory back; for whoever knows that nobody keeps a part of it. Left alone, it is collected.</summary>
    public void Return()
    {
        if (Interlocked.Exchange(ref _bytes, null) is { } free) pool.Return(free);
    }
}
