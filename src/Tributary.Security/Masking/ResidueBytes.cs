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

    /// <summary>Reads blocks of residues, of the first prime and the second in turns, and refuses what is none.</summary>
    /// <param name="bytes">As <see cref="Write"/> makes them.</param>
    /// <param name="residues">Receives a multiple of 4096 residues.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <exception cref="SecurityException">The length is wrong or a residue is not below its prime.</exception>
    public static void ReadStrictly(ReadOnlySpan<byte> bytes, Span<ulong> residues, string what)
    {
        long expected = (long)residues.Length * Bits / 8;
        if (bytes.Length != expected)
            throw new SecurityException($"What came as {what} has {bytes.Length} bytes, and {expected} are needed. "
                + "It cannot be used. Its sender works with another plan of the round, or is broken.");
        Read(bytes, residues);
        for (int start = 0; start < residues.Length; start += LatticeParameters.Degree)
            if (residues.Slice(start, LatticeParameters.Degree).ContainsAnyExceptInRange(
                0UL, LatticeParameters.Primes[start / LatticeParameters.Degree % 2] - 1))
                throw new SecurityException($"In {what} is a residue that is not below its prime; a sum of such might overflow. "
                    + "Its sender's program is broken or hostile: drop it.");
    }
}
