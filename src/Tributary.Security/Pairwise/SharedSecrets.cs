using System.Buffers.Binary;

namespace Tributary.Security;

/// <summary>
/// Shamir's shares of a client's two secrets of a round, 32 bytes each: the scalar of its mask key and the seed of its own mask. The share
/// of a client is the value at its number plus one.
/// </summary>
/// <remarks>A secret is five residues of 52 bits, the last of 48, modulo the first prime of the ring.</remarks>
internal static class SharedSecrets
{
    /// <summary>Bytes of a secret.</summary>
    public const int SecretLength = 32;

    /// <summary>Bytes of a share of one secret.</summary>
    public const int ShareLength = Residues * ResidueLength;

    private const int Residues = 5, ResidueLength = 7, Bits = 52;
    private const ulong Mask = (1UL << Bits) - 1;

    private static Modulus Field => VectorSharing.Field;

    /// <summary>Shares of a secret for the clients of these numbers; the same again from the same seed and stream.</summary>
    /// <param name="secret">32 bytes.</param>
    /// <param name="seed">Of the polynomials; nobody else may know it.</param>
    /// <param name="stream">Another one for each secret under a seed.</param>
    /// <param name="threshold">How many shares rebuild it.</param>
    /// <param name="holders">Numbers of clients, from zero.</param>
    public static SortedDictionary<int, byte[]> Split(
        ReadOnlySpan<byte> secret, ReadOnlySpan<byte> seed, int stream, int threshold, IReadOnlyList<int> holders)
    {
        using var coefficients = new SecretBuffer<ulong>(threshold * Residues);
        using (var random = new KeyStream(seed)) random.FillUniform(coefficients.Span, Field, (ulong)stream);
        Residue(secret, coefficients.Span[..Residues]);
        var shares = new SortedDictionary<int, byte[]>();
        foreach (int holder in holders)
        {
            byte[] share = new byte[ShareLength];
            ulong point = (ulong)holder + 1;
            for (int i = 0; i < Residues; i++)
            {
                ulong value = 0;
                for (int degree = threshold - 1; degree >= 0; degree--)
                    value = Field.Add(Field.Multiply(value, point), coefficients.Span[(degree * Residues) + i]);
                Write(value, share.AsSpan(i * ResidueLength, ResidueLength));
            }
            shares.Add(holder, share);
        }
        return shares;
    }

    /// <summary>Reads a share strictly; the caller disposes of it.</summary>
    /// <exception cref="SecurityException">A residue is not below the prime.</exception>
    public static FieldShare Read(int holder, ReadOnlySpan<byte> bytes)
    {
        var share = new FieldShare(holder + 1, Residues);
        for (int i = 0; i < Residues; i++)
        {
            ulong value = 0;
            for (int b = ResidueLength - 1; b >= 0; b--) value = (value << 8) | bytes[(i * ResidueLength) + b];
            share.Values[i] = value;
            if (value < Field.Value) continue;
            share.Dispose();
            throw new SecurityException("A share has a residue that is not below the prime, so it is none. Treat its sender as absent.");
        }
        return share;
    }

    /// <summary>The secret that as many shares as the threshold lie on.</summary>
    /// <param name="shares">As many as the threshold, of different clients.</param>
    /// <param name="weights">Of these shares, from <see cref="Weights"/>.</param>
    /// <param name="secret">Receives it.</param>
    /// <returns>Whether it is one: false where the shares do not belong together.</returns>
    public static bool TryRebuild(IReadOnlyList<FieldShare> shares, ulong[] weights, Span<byte> secret)
    {
        using var residues = new SecretBuffer<ulong>(Residues);
        for (int s = 0; s < shares.Count; s++)
            for (int i = 0; i < Residues; i++)
                residues.Span[i] = Field.Add(residues.Span[i], Field.Multiply(shares[s].Values[i], weights[s]));
        return TryJoin(residues.Span, secret);
    }

    /// <summary>What each of these clients' shares counts in the value at zero (Lagrange).</summary>
    public static ulong[] Weights(IReadOnlyList<int> holders)
    {
        ulong[] weights = new ulong[holders.Count];
        for (int i = 0; i < weights.Length; i++)
        {
            ulong above = 1, below = 1, own = (ulong)holders[i] + 1;
            foreach (int holder in holders)
            {
                if (holder == holders[i]) continue;
                above = Field.Multiply(above, (ulong)holder + 1);
                below = Field.Multiply(below, Field.Subtract((ulong)holder + 1, own));
            }
            weights[i] = Field.Multiply(above, Field.Invert(below));
        }
        return weights;
    }

    /// <summary>The secret of residues, where they are one.</summary>
    public static bool TryJoin(ReadOnlySpan<ulong> residues, Span<byte> secret)
    {
        if (residues.Length != Residues) return false;
        ulong outside = residues[4] >> 48;
        foreach (ulong residue in residues) outside |= residue >> Bits;
        BinaryPrimitives.WriteUInt64LittleEndian(secret, residues[0] | (residues[1] << 52));
        BinaryPrimitives.WriteUInt64LittleEndian(secret[8..], (residues[1] >> 12) | (residues[2] << 40));
        BinaryPrimitives.WriteUInt64LittleEndian(secret[16..], (residues[2] >> 24) | (residues[3] << 28));
        BinaryPrimitives.WriteUInt64LittleEndian(secret[24..], (residues[3] >> 36) | (residues[4] << 16));
        return outside == 0;
    }

    private static void Residue(ReadOnlySpan<byte> secret, Span<ulong> residues)
    {
        ulong a = BinaryPrimitives.ReadUInt64LittleEndian(secret), b = BinaryPrimitives.ReadUInt64LittleEndian(secret[8..]),
            c = BinaryPrimitives.ReadUInt64LittleEndian(secret[16..]), d = BinaryPrimitives.ReadUInt64LittleEndian(secret[24..]);
        residues[0] = a & Mask;
        residues[1] = ((a >> 52) | (b << 12)) & Mask;
        residues[2] = ((b >> 40) | (c << 24)) & Mask;
        residues[3] = ((c >> 28) | (d << 36)) & Mask;
        residues[4] = d >> 16;
    }

    private static void Write(ulong value, Span<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)(value >> (8 * i));
    }
}
