using System.Buffers.Binary;

namespace Tributary.Core;

/// <summary>Words of 1 to 64 bits laid end to end in bytes, lowest bit first; the last byte is filled up with zeros.</summary>
public static class BitPacking
{
    /// <summary>The bytes that so many words of so many bits take.</summary>
    public static int ByteLength(int words, int bits) => checked((int)(((long)words * bits + 7) / 8));

    /// <summary>Packs the lowest bits of each word.</summary>
    public static byte[] Pack(ReadOnlySpan<ulong> words, int bits)
    {
        byte[] bytes = new byte[ByteLength(words.Length, bits)];
        Span<byte> rest = bytes, last = stackalloc byte[sizeof(ulong)];
        ulong mask = Mask(bits), pending = 0;
        int count = 0; // bits in pending
        foreach (ulong word in words)
        {
            ulong value = word & mask;
            pending |= value << count;
            count += bits;
            if (count < 64) continue;
            BinaryPrimitives.WriteUInt64LittleEndian(rest, pending);
            rest = rest[sizeof(ulong)..];
            count -= 64;
            pending = count == 0 ? 0 : value >> (bits - count);
        }
        BinaryPrimitives.WriteUInt64LittleEndian(last, pending);
        last[..rest.Length].CopyTo(rest);
        return bytes;
    }

    /// <summary>Unpacks as many words as <paramref name="words"/> holds.</summary>
    /// <exception cref="MalformedUpdateException">
    /// The bytes are not of the length for so many words, or the filling is not zero.
    /// </exception>
    public static void Unpack(ReadOnlySpan<byte> bytes, int bits, Span<ulong> words)
    {
        if (bytes.Length != ByteLength(words.Length, bits))
            throw new MalformedUpdateException(
                $"{words.Length} words of {bits} bits take {ByteLength(words.Length, bits)} bytes; the update has {bytes.Length}.");
        ulong mask = Mask(bits), pending = 0;
        int count = 0; // bits in pending
        foreach (ref ulong word in words)
        {
            word = pending;
            if (count < bits)
            {
                int taken = count;
                pending = Take(ref bytes, out count);
                word |= pending << taken;
                int used = bits - taken;
                pending = used == 64 ? 0 : pending >> used;
                count -= used;
            }
            else
            {
                pending >>= bits;
                count -= bits;
            }
            word &= mask;
        }
        if (pending != 0) throw new MalformedUpdateException("The update's packed words are followed by bits that belong to none.");
    }

    private static ulong Take(ref ReadOnlySpan<byte> bytes, out int count)
    {
        Span<byte> next = stackalloc byte[sizeof(ulong)];
        next.Clear();
        int length = Math.Min(bytes.Length, next.Length);
        bytes[..length].CopyTo(next);
        bytes = bytes[length..];
        count = 8 * length;
        return BinaryPrimitives.ReadUInt64LittleEndian(next);
    }

    private static ulong Mask(int bits) => ulong.MaxValue >> (64 - bits);
}
