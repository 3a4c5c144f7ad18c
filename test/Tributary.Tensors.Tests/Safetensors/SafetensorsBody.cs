using System.Buffers.Binary;
using System.Text;

namespace Tributary.Tensors.Tests;

/// <summary>Makes bodies by hand, so that tests do not ask the writer what the reader should accept.</summary>
internal static class SafetensorsBody
{
    public static byte[] Of(string header, int dataLength) => Of(header, [.. Enumerable.Range(1, dataLength).Select(i => (byte)i)]);

    public static byte[] Of(string header, byte[] data) => Of(Encoding.UTF8.GetBytes(header), data);

    public static byte[] Of(byte[] header, byte[] data)
    {
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        return [.. prefix, .. header, .. data];
    }
}
