using System.Buffers.Binary;
using System.Numerics;

namespace Tributary.Simulation;

/// <summary>TensorFlow's framing of records: length, masked CRC of the length, data, masked CRC of the data; all little-endian.</summary>
internal static class TfRecord
{
    public static void Write(Stream stream, ReadOnlySpan<byte> data)
    {
        Span<byte> header = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], MaskedCrc32C(header[..8]));
        Span<byte> footer = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(footer, MaskedCrc32C(data));
        stream.Write(header);
        stream.Write(data);
        stream.Write(footer);
    }

    /// <summary>Rotated and shifted, because the CRC of data that contains its own CRC is degenerate.</summary>
    public static uint MaskedCrc32C(ReadOnlySpan<byte> data) => unchecked(BitOperations.RotateRight(Crc32C(data), 15) + 0xa282ead8u);

    /// <summary>CRC-32C (Castagnoli), as of RFC 3720.</summary>
    public static uint Crc32C(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in data) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
