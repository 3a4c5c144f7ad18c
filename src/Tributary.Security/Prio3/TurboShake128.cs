using System.Buffers.Binary;
using System.Numerics;

namespace Tributary.Security;

/// <summary>TurboSHAKE128 (RFC 9861, section 2): absorbs a message, then gives any number of bytes.</summary>
internal sealed class TurboShake128
{
    private const int Rate = 168;

    // The last 12 of Keccak's 24 round constants (FIPS 202, algorithm 5).
    private static readonly ulong[] _rounds =
    [
        0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
        0x000000000000800A, 0x800000008000000A, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    // Rotations and targets of the lanes along the cycle of rho and pi.
    private static readonly int[] _rotations =
        [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];

    private static readonly int[] _targets =
        [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

    private readonly ulong[] _state = new ulong[25];
    private readonly byte[] _block = new byte[Rate];
    private int _position;

    /// <summary>Of a message and a domain byte, 1 to 127.</summary>
    public TurboShake128(ReadOnlySpan<byte> message, byte domain)
    {
        for (; message.Length >= Rate; message = message[Rate..]) Absorb(message[..Rate]);
        Span<byte> last = stackalloc byte[Rate];
        last.Clear();
        message.CopyTo(last);
        last[message.Length] = domain;
        last[^1] ^= 0x80;
        Absorb(last);
        Squeeze();
    }

    /// <summary>The next bytes.</summary>
    public void Read(Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_position == Rate)
            {
                Permute();
                Squeeze();
            }
            int count = Math.Min(bytes.Length, Rate - _position);
            _block.AsSpan(_position, count).CopyTo(bytes);
            _position += count;
            bytes = bytes[count..];
        }
    }

    private void Absorb(ReadOnlySpan<byte> block)
    {
        for (int i = 0; i < Rate / 8; i++) _state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(8 * i)..]);
        Permute();
    }

    private void Squeeze()
    {
        for (int i = 0; i < Rate / 8; i++) BinaryPrimitives.WriteUInt64LittleEndian(_block.AsSpan(8 * i), _state[i]);
        _position = 0;
    }

    private void Permute()
    {
        Span<ulong> a = _state, column = stackalloc ulong[5];
        foreach (ulong constant in _rounds)
        {
            for (int x = 0; x < 5; x++) column[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
            for (int x = 0; x < 5; x++)
            {
                ulong mix = column[(x + 4) % 5] ^ BitOperations.RotateLeft(column[(x + 1) % 5], 1);
                for (int y = 0; y < 25; y += 5) a[x + y] ^= mix;
            }
            ulong moved = a[1];
            for (int i = 0; i < 24; i++) (a[_targets[i]], moved) = (BitOperations.RotateLeft(moved, _rotations[i]), a[_targets[i]]);
            for (int y = 0; y < 25; y += 5)
            {
                a.Slice(y, 5).CopyTo(column);
                for (int x = 0; x < 5; x++) a[x + y] = column[x] ^ (~column[(x + 1) % 5] & column[(x + 2) % 5]);
            }
            a[0] ^= constant;
        }
    }
}
