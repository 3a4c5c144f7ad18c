using System.Buffers.Binary;

namespace Tributary.Security;

/// <summary>Residues of 54 bits end to end, lowest bit first: 32 of them in 216 bytes.</summary>
internal static class ResidueBytes
{
    private const int Bits = LatticeParameters.PrimeBits, Run = 32, RunBytes = Run * Bits / 8;

    /// <summary>Writes a multiple of 32 residues.</summary>
    public static void Write(ReadOnlySpan<ulong> residues, Span<byte> bytes)
    {
        for (; !residues.IsEmpty; residues = residues[Run..], bytes = bytes[RunBytes..])
        {
            ulong pending = 0;
            int filled = 0, at = 0;
            foreach (ulong residue in residues[..Run])
            {
                pending |= residue << filled;
                filled += Bits;
                if (filled < 64) continue;
                BinaryPrimitives.WriteUInt64LittleEndian(bytes[at..], pending);
                at += sizeof(ulong);
                filled -= 64;
                pending = filled == 0 ? 0 : residue >> (Bits - filled);
            }
        }
    }

    /// <summary>Reads a multiple of 32 residues.</summary>
    public static void Read(ReadOnlySpan<byte> bytes, Span<ulong> residues)
    {
        const ulong Mask = (1UL << Bits) - 1;
        for (; !residues.IsEmpty; residues = residues[Run..], bytes = bytes[RunBytes..])
        {
            for (int i = 0, bit = 0; i < Run; i++, bit += Bits)
            {
                // A window of 8 bytes that begins in the residue's byte holds 57 bits of it; the last windows end with the run.
                int at = Math.Min(bit / 8, RunBytes - sizeof(ulong)), shift = bit - 8 * at;
                residues[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]) >> shift & Mask;
            }
        }
    }
}
