namespace Tributary.Security;

/// <summary>
/// A vector of integers under a mask, or the sum of such vectors; without the key, or the sum of the keys, it tells nothing.
/// </summary>
/// <remarks>Residues of block b modulo prime p lie at (2 b + p) n. On the wire a residue takes 54 bits.</remarks>
public sealed class MaskedVector
{
    private readonly ulong[] _residues;

    private MaskedVector(LanePacking packing, int length, ulong[] residues) => (Packing, Length, _residues) = (packing, length, residues);

    /// <summary>How the integers lie in coefficients.</summary>
    public LanePacking Packing { get; }

    /// <summary>How many integers there are.</summary>
    public int Length { get; }

    /// <summary>How many vectors were added, this one included; 0 for an empty sum.</summary>
    public int Count { get; private set; }

    internal ReadOnlySpan<ulong> Residues => _residues;

    /// <summary>A sum of nothing, to add to.</summary>
    public static MaskedVector Zero(LanePacking packing, int length) => new(packing, length, new ulong[ResidueCount(packing, length)]);

    /// <summary>The bytes that a vector takes on the wire.</summary>
    public static int ByteLength(LanePacking packing, int length) =>
        checked((int)((long)ResidueCount(packing, length) * LatticeParameters.PrimeBits / 8));

    /// <summary>Adds another vector of the same shape.</summary>
    /// <exception cref="ArgumentException">It has another shape, or the sum would have more than the packing allows.</exception>
    public void Add(MaskedVector other)
    {
        if (other.Packing != Packing || other.Length != Length)
            throw new ArgumentException(
                "Masked vectors of different shapes have no sum. All clients of a round use one packing.", nameof(other));
        if (Count + other.Count > Packing.Cohort)
            throw new ArgumentException($"The lanes hold the sum of {Packing.Cohort} clients; {Count + other.Count} might overflow. "
                + "Plan the packing for the largest cohort.", nameof(other));
        RingVector.Add(_residues, other._residues);
        Count += other.Count;
    }

    /// <summary>The wire form of one client's vector.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[ByteLength(Packing, Length)];
        ResidueBytes.Write(_residues, bytes);
        return bytes;
    }

    /// <summary>Reads one client's vector strictly.</summary>
    /// <exception cref="SecurityException">The length is wrong or a residue is not below its prime.</exception>
    public static MaskedVector FromBytes(ReadOnlySpan<byte> bytes, LanePacking packing, int length)
    {
        if (bytes.Length != ByteLength(packing, length))
            throw new SecurityException($"A masked vector of {length} integers takes {ByteLength(packing, length)} bytes and came with "
                + $"{bytes.Length}; it cannot be added. The client works with another plan of the round.");
        ulong[] residues = new ulong[ResidueCount(packing, length)];
        ResidueBytes.ReadStrictly(bytes, residues, "a masked vector");
        return new MaskedVector(packing, length, residues) { Count = 1 };
    }

    /// <summary>A vector of one client.</summary>
    internal static MaskedVector Of(LanePacking packing, int length, ulong[] residues) => new(packing, length, residues) { Count = 1 };

    internal static int ResidueCount(LanePacking packing, int length) =>
        checked(2 * packing.Blocks(length) * LatticeParameters.Degree);
}
