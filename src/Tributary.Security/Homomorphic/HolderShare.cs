namespace Tributary.Security;

/// <summary>
/// What one holder gives one member: a share of its secret, and its contributions to the numbers of the sets that have both.
/// </summary>
internal sealed class HolderShare : IDisposable
{
    /// <summary>Words of 64 bits in a seed.</summary>
    public const int SeedWords = KeyStream.SeedLength / sizeof(ulong);

    private const int Degree = LatticeParameters.Degree, ShareLength = 2 * Degree * LatticeParameters.PrimeBits / 8;
    private readonly SecretBuffer<ulong> _share = new(2 * Degree);
    private readonly SecretBuffer<byte> _seeds;

    /// <summary>Of zeros.</summary>
    public HolderShare(int holder, int member, int sets)
    {
        (Holder, Member) = (holder, member);
        _seeds = new SecretBuffer<byte>(sets * KeyStream.SeedLength);
    }

    /// <summary>The number of the holder among the members.</summary>
    public int Holder { get; }

    /// <summary>Whose share it is; members count from 1.</summary>
    public int Member { get; }

    /// <summary>Contributions of 32 bytes, in the order of <see cref="SharingSets.With"/>.</summary>
    public Span<byte> Seeds => _seeds.Span;

    /// <summary>The share modulo one of the primes.</summary>
    public Span<ulong> Part(int prime) => _share.Span.Slice(prime * Degree, Degree);

    /// <summary>The bytes of a share with so many sets.</summary>
    public static int ByteLength(int sets) => ShareLength + sets * KeyStream.SeedLength;

    /// <summary>The wire form, which is as secret; the caller zeros it.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[ShareLength + _seeds.Span.Length];
        ResidueBytes.Write(_share.Span, bytes);
        _seeds.Span.CopyTo(bytes.AsSpan(ShareLength));
        return bytes;
    }

    /// <summary>Reads a share strictly.</summary>
    /// <exception cref="SecurityException">The length is wrong or a residue is not below its prime.</exception>
    public static HolderShare FromBytes(ReadOnlySpan<byte> bytes, int holder, int member, int sets)
    {
        if (bytes.Length != ByteLength(sets))
            throw new SecurityException($"A share of a key takes {ByteLength(sets)} bytes and came with {bytes.Length}; it cannot be used. "
                + "Treat its sender as absent.");
        var share = new HolderShare(holder, member, sets);
        try
        {
            ResidueBytes.ReadStrictly(bytes[..ShareLength], share._share.Span, "a share of a key");
            bytes[ShareLength..].CopyTo(share.Seeds);
            return share;
        }
        catch (SecurityException)
        {
            share.Dispose();
            throw;
        }
    }

    /// <summary>Zeros the share.</summary>
    public void Dispose()
    {
        _share.Dispose();
        _seeds.Dispose();
    }
}
