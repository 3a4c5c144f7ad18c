namespace Tributary.Core;

/// <summary>Makes safetensors bodies in memory that is large enough from the start.</summary>
internal static class Body
{
    /// <summary>What <paramref name="write"/> writes; its memory belongs to the caller.</summary>
    /// <param name="bytes">The bytes of all numbers.</param>
    /// <param name="tensors">The number of tensors, each of which takes some of the header.</param>
    /// <param name="write">Writes the body.</param>
    public static ReadOnlyMemory<byte> Of(long bytes, int tensors, Action<Stream> write)
    {
        using var body = new MemoryStream((int)Math.Min(Array.MaxLength, bytes + 256 * (tensors + 1L))); // as good as never grows
        write(body);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    /// <summary>What <paramref name="write"/> writes, at the beginning of <paramref name="room"/>, which it does not exceed.</summary>
    public static ReadOnlyMemory<byte> In(byte[] room, Action<Stream> write)
    {
        using var body = new MemoryStream(room);
        write(body);
        return room.AsMemory(0, (int)body.Position);
    }
}
