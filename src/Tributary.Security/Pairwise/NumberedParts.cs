using System.Buffers.Binary;

namespace Tributary.Security;

/// <summary>
/// Parts of one length, each with the number of a client of the group, in a message: two bytes and the part, in rising order.
/// </summary>
internal static class NumberedParts
{
    private const int NumberLength = sizeof(ushort);

    /// <summary>The message with these parts.</summary>
    public static byte[] Write(IEnumerable<KeyValuePair<int, byte[]>> parts)
    {
        using var message = new MemoryStream();
        Span<byte> number = stackalloc byte[NumberLength];
        foreach ((int client, byte[] part) in parts.OrderBy(pair => pair.Key))
        {
            BinaryPrimitives.WriteUInt16LittleEndian(number, checked((ushort)client));
            message.Write(number);
            message.Write(part);
        }
        return message.ToArray();
    }

    /// <summary>The parts of a message, by number.</summary>
    /// <param name="message">From anybody.</param>
    /// <param name="length">Bytes of each part.</param>
    /// <exception cref="SecurityException">It is not made of such parts in rising order.</exception>
    public static SortedDictionary<int, byte[]> Read(ReadOnlySpan<byte> message, int length)
    {
        var parts = new SortedDictionary<int, byte[]>();
        if (message.Length % (NumberLength + length) != 0)
            throw new SecurityException(
                $"A message of {message.Length} bytes is not made of parts of {length}. Treat its sender as absent.");
        int last = -1;
        for (; !message.IsEmpty; message = message[(NumberLength + length)..])
        {
            int number = BinaryPrimitives.ReadUInt16LittleEndian(message);
            if (number <= last) throw new SecurityException("The parts of a message are not in order. Treat its sender as absent.");
            parts.Add(last = number, message.Slice(NumberLength, length).ToArray());
        }
        return parts;
    }
}
