namespace Tributary.Security;

/// <summary>One member's share of a vector of secrets: the values at the member's number of one polynomial for each secret.</summary>
/// <remarks>Shares of one member add up to the share of the summed secrets. Residues modulo the first prime of the ring.</remarks>
public sealed class FieldShare : IDisposable
{
    internal const int Run = 32; // residues that fill whole bytes on the wire
    private readonly SecretBuffer<ulong> _values;

    internal FieldShare(int member, int length)
    {
        Member = member;
        Length = length;
        _values = new SecretBuffer<ulong>((length + Run - 1) / Run * Run);
    }

    /// <summary>Whose share it is; members count from 1.</summary>
    public int Member { get; }

    /// <summary>How many secrets are shared.</summary>
    public int Length { get; }

    /// <summary>The values, padded with shares of zero to a multiple of 32.</summary>
    internal Span<ulong> Values => _values.Span;

    /// <summary>A member's share of the sum of the secrets that these are its shares of.</summary>
    /// <exception cref="ArgumentException">They are of different members or lengths, or there is none.</exception>
    public static FieldShare Sum(IReadOnlyList<FieldShare> shares)
    {
        if (shares.Count == 0) throw new ArgumentException("There is no share to add, so it is unknown whose sum it is.", nameof(shares));
        var sum = new FieldShare(shares[0].Member, shares[0].Length);
        foreach (FieldShare share in shares)
        {
            if (share.Member != sum.Member || share.Length != sum.Length)
                throw new ArgumentException("Shares of different members or lengths have no sum.", nameof(shares));
            RingVector.Add(sum.Values, share.Values);
            RingVector.Reduce(sum.Values, VectorSharing.Field);
        }
        return sum;
    }

    /// <summary>The share on the wire: 54 bits a residue.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[ByteLength(Length)];
        ResidueBytes.Write(Values, bytes);
        return bytes;
    }

    /// <summary>The bytes of a share of so many secrets.</summary>
    public static int ByteLength(int length) => (length + Run - 1) / Run * Run * LatticeParameters.PrimeBits / 8;

    /// <summary>Reads a share strictly.</summary>
    /// <exception cref="SecurityException">The length is wrong or a residue is not below the prime.</exception>
    public static FieldShare FromBytes(ReadOnlySpan<byte> bytes, int member, int length)
    {
        if (bytes.Length != ByteLength(length))
            throw new SecurityException($"A share of {length} secrets takes {ByteLength(length)} bytes and came with {bytes.Length}; "
                + "it cannot be used. Treat its sender as absent.");
        var share = new FieldShare(member, length);
        ResidueBytes.Read(bytes, share.Values);
        if (share.Values.ContainsAnyExceptInRange(0UL, VectorSharing.Field.Value - 1))
        {
            share.Dispose();
            throw new SecurityException("A share has a residue that is not below the prime, so it is none. Treat its sender as absent.");
        }
        return share;
    }

    /// <summary>Zeros the share.</summary>
    public void Dispose() => _values.Dispose();
}
