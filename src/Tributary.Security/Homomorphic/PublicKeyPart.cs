using System.Security.Cryptography;

namespace Tributary.Security;

/// <summary>What one holder tells everybody: b = e - a s, transformed, modulo both primes. On the wire 54 bits a residue.</summary>
/// <param name="residues">Of the first prime, then of the second.</param>
internal sealed class PublicKeyPart(ulong[] residues)
{
    /// <summary>Bytes of a part.</summary>
    public const int ByteLength = 2 * LatticeParameters.Degree * LatticeParameters.PrimeBits / 8;

    /// <summary>The residues.</summary>
    public ReadOnlySpan<ulong> Residues => residues;

    /// <summary>The wire form.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[ByteLength];
        ResidueBytes.Write(residues, bytes);
        return bytes;
    }

    /// <summary>SHA-256 of the wire form.</summary>
    public byte[] Digest() => SHA256.HashData(ToBytes());

    /// <summary>Reads a part strictly.</summary>
    /// <exception cref="SecurityException">The length is wrong or a residue is not below its prime.</exception>
    public static PublicKeyPart FromBytes(ReadOnlySpan<byte> bytes)
    {
        ulong[] residues = new ulong[2 * LatticeParameters.Degree];
        ResidueBytes.ReadStrictly(bytes, residues, "the part of a public key");
        return new PublicKeyPart(residues);
    }
}
