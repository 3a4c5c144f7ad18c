namespace Tributary.Security;

/// <summary>One member's answer about a sum: with as many as the threshold the sum opens, and fewer say nothing about it.</summary>
/// <param name="member">Whose it is; members count from 1.</param>
/// <param name="residues">In the order of the vector's.</param>
internal sealed class PartialDecryption(int member, ulong[] residues)
{
    /// <summary>Whose it is; members count from 1.</summary>
    public int Member => member;

    /// <summary>The residues.</summary>
    public ReadOnlySpan<ulong> Residues => residues;

    /// <summary>The bytes of an answer about a vector.</summary>
    public static int ByteLength(LanePacking packing, int length) => MaskedVector.ByteLength(packing, length);

    /// <summary>The wire form: 54 bits a residue.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[checked((int)((long)residues.Length * LatticeParameters.PrimeBits / 8))];
        ResidueBytes.Write(residues, bytes);
        return bytes;
    }

    /// <summary>Reads an answer strictly.</summary>
    /// <exception cref="SecurityException">The length is wrong or a residue is not below its prime.</exception>
    public static PartialDecryption FromBytes(ReadOnlySpan<byte> bytes, int member, LanePacking packing, int length)
    {
        ulong[] residues = new ulong[EncryptedVector.ResidueCount(packing, length)];
        ResidueBytes.ReadStrictly(bytes, residues, "a member's answer about an encrypted sum");
        return new PartialDecryption(member, residues);
    }
}
