namespace Tributary.Security;

/// <summary>
/// A vector of integers that is encrypted under a collective key, or the sum of such vectors. It may be stored and added later.
/// </summary>
/// <remarks>
/// Two polynomials a block, c0 = b u + e0 + 2^Shift m and c1 = a u + e1. Residues of c0 of block b modulo prime p lie at (2 b + p) n, and
/// those of c1 in an array of their own in the same order. On the wire a residue takes 54 bits, all of c0 first.
/// </remarks>
internal sealed class EncryptedVector
{
    private EncryptedVector(LanePacking packing, int length, ulong[] masked, ulong[] helping) =>
        (Packing, Length, Masked, Helping) = (packing, length, masked, helping);

    /// <summary>How the integers lie in coefficients.</summary>
    public LanePacking Packing { get; }

    /// <summary>How many integers there are.</summary>
    public int Length { get; }

    /// <summary>How many vectors were added, this one included; 0 for an empty sum.</summary>
    public int Count { get; private set; }

    /// <summary>c0, which holds the message.</summary>
    public ulong[] Masked { get; }

    /// <summary>c1, which members need to open it.</summary>
    public ulong[] Helping { get; }

    /// <summary>A sum of nothing, to add to.</summary>
    public static EncryptedVector Zero(LanePacking packing, int length)
    {
        int count = ResidueCount(packing, length);
        return new(packing, length, new ulong[count], new ulong[count]);
    }

    /// <summary>A vector of one client.</summary>
    public static EncryptedVector Of(LanePacking packing, int length, ulong[] masked, ulong[] helping) =>
        new(packing, length, masked, helping) { Count = 1 };

    /// <summary>The residues of each polynomial over all blocks.</summary>
    public static int ResidueCount(LanePacking packing, int length) => MaskedVector.ResidueCount(packing, length);

    /// <summary>The bytes that a vector takes on the wire.</summary>
    public static int ByteLength(LanePacking packing, int length) => checked(2 * MaskedVector.ByteLength(packing, length));

    /// <summary>Adds another vector of the same shape, under the same key.</summary>
    /// <exception cref="ArgumentException">It has another shape, or the sum would have more than the packing allows.</exception>
    public void Add(EncryptedVector other)
    {
        if (other.Packing != Packing || other.Length != Length)
            throw new ArgumentException(
                "Encrypted vectors of different shapes have no sum. All clients of a round use one packing.", nameof(other));
        if (Count + other.Count > Packing.Cohort)
            throw new ArgumentException($"The lanes hold the sum of {Packing.Cohort} clients; {Count + other.Count} might overflow. "
                + "Plan the packing for the largest cohort.", nameof(other));
        RingVector.Add(Masked, other.Masked);
        RingVector.Add(Helping, other.Helping);
        Count += other.Count;
    }

    /// <summary>The wire form, of a sum too.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[ByteLength(Packing, Length)];
        Write(Masked, bytes);
        Write(Helping, bytes.AsSpan(bytes.Length / 2));
        return bytes;
    }

    /// <summary>The wire form of c1 alone.</summary>
    public byte[] HelpingBytes()
    {
        byte[] bytes = new byte[ByteLength(Packing, Length) / 2];
        Write(Helping, bytes);
        return bytes;
    }

    /// <summary>Reads a vector strictly.</summary>
    /// <param name="bytes">The wire form.</param>
    /// <param name="packing">How the integers lie in coefficients.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="count">How many vectors were added in it.</param>
    /// <exception cref="SecurityException">The length is wrong or a residue is not below its prime.</exception>
    public static EncryptedVector FromBytes(ReadOnlySpan<byte> bytes, LanePacking packing, int length, int count = 1)
    {
        ulong[] masked = new ulong[ResidueCount(packing, length)], helping = new ulong[masked.Length];
        if (bytes.Length != ByteLength(packing, length))
            throw new SecurityException($"An encrypted vector of {length} integers takes {ByteLength(packing, length)} bytes and came with "
                + $"{bytes.Length}; it cannot be added. The client works with another plan of the round.");
        ResidueBytes.ReadStrictly(bytes[..(bytes.Length / 2)], masked, "an encrypted vector");
        ResidueBytes.ReadStrictly(bytes[(bytes.Length / 2)..], helping, "an encrypted vector");
        return new EncryptedVector(packing, length, masked, helping) { Count = count };
    }

    private void Write(ulong[] residues, Span<byte> bytes)
    {
        ulong[] reduced = residues;
        if (Count > 1)
        {
            reduced = [.. residues];
            for (int start = 0; start < reduced.Length; start += LatticeParameters.Degree)
                RingVector.Reduce(reduced.AsSpan(start, LatticeParameters.Degree), Modulus.Both[start / LatticeParameters.Degree % 2]);
        }
        ResidueBytes.Write(reduced, bytes);
    }
}
