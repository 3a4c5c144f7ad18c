using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Tributary.Privacy;

/// <summary>AES-256 in counter mode: bits that a key and a number decide, and that only the key tells from random ones.</summary>
/// <param name="aes">With its key; not disposed of here.</param>
/// <param name="number">Which stream of this key.</param>
internal sealed class KeyedBits(Aes aes, long number) : SecretBits
{
    private const int BlockBytes = 16;
    private ulong _counter;

    /// <inheritdoc/>
    public override bool IsSecret => true;

    /// <inheritdoc/>
    protected override void Fetch(Span<uint> words)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(words);
        for (int at = 0; at < bytes.Length; at += BlockBytes)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes[at..], number);
            BinaryPrimitives.WriteUInt64BigEndian(bytes[(at + 8)..], _counter++);
        }
        aes.EncryptEcb(bytes, bytes, PaddingMode.None);
        if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(words, words);
    }
}
