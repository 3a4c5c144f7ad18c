using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Tributary.Security;

/// <summary>Splits ring words among helpers so that only all of them together know anything: all shares but the first are seeds.</summary>
/// <remarks>
/// The first share is the vector minus what the seeds expand to, modulo 2^64, and with it modulo 2^b for every smaller ring: its lowest b
/// bits are all that has to travel. Each further helper costs 32 bytes. Helpers add up what they hold; the sum of their sums is the sum of
/// the vectors. Private as long as one helper tells nothing to the others.
/// </remarks>
public static class AdditiveSharing
{
    private const int Chunk = 8192; // words that stay in the cache

    /// <summary>Splits <paramref name="words"/>: they become the first share, in place.</summary>
    /// <param name="words">Integers modulo 2^bits.</param>
    /// <param name="bits">Bits of the ring, 1 to 64; up to 32, seeds expand to half as many bytes.</param>
    /// <param name="helpers">How many there are, 2 or more.</param>
    /// <returns>The seeds of the other helpers, 32 bytes each.</returns>
    public static IReadOnlyList<byte[]> Split(Span<ulong> words, int bits, int helpers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(helpers, 2);
        byte[][] seeds = new byte[helpers - 1][];
        for (int i = 0; i < seeds.Length; i++) seeds[i] = RandomNumberGenerator.GetBytes(KeyStream.SeedLength);
        foreach (byte[] seed in seeds) Expand(seed, bits, words, negate: true);
        return seeds;
    }

    /// <summary>Adds the share that a seed stands for to a helper's sum, modulo 2^bits.</summary>
    public static void AddShare(ReadOnlySpan<byte> seed, int bits, Span<ulong> sum) => Expand(seed, bits, sum, negate: false);

    /// <summary>Adds or subtracts what one stream of a seed expands to.</summary>
    internal static void Expand(ReadOnlySpan<byte> seed, int bits, Span<ulong> words, bool negate, ulong of = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 64);
        using var stream = new KeyStream(seed);
        using var drawn = new SecretBuffer<ulong>(Chunk);
        int inWord = bits <= 32 ? 2 : 1; // shares in a drawn word
        for (int start = 0; start < words.Length; start += inWord * Chunk)
        {
            Span<ulong> part = words.Slice(start, Math.Min(inWord * Chunk, words.Length - start));
            Span<ulong> masks = drawn.Span[..((part.Length + inWord - 1) / inWord)];
            stream.Fill(masks, of, start / inWord);
            if (inWord == 1) Add(part, masks, negate);
            else AddHalves(part, MemoryMarshal.Cast<ulong, uint>(masks)[..part.Length], negate);
        }
    }

    private static void Add(Span<ulong> words, ReadOnlySpan<ulong> masks, bool negate)
    {
        Span<Vector<ulong>> vectors = MemoryMarshal.Cast<ulong, Vector<ulong>>(words);
        ReadOnlySpan<Vector<ulong>> added = MemoryMarshal.Cast<ulong, Vector<ulong>>(masks);
        for (int i = 0; i < vectors.Length; i++) vectors[i] = negate ? vectors[i] - added[i] : vectors[i] + added[i];
        for (int i = vectors.Length * Vector<ulong>.Count; i < words.Length; i++)
            words[i] = negate ? words[i] - masks[i] : words[i] + masks[i];
    }

    private static void AddHalves(Span<ulong> words, ReadOnlySpan<uint> masks, bool negate)
    {
        Span<Vector<ulong>> vectors = MemoryMarshal.Cast<ulong, Vector<ulong>>(words);
        ReadOnlySpan<Vector<uint>> added = MemoryMarshal.Cast<uint, Vector<uint>>(masks);
        int whole = Math.Min(vectors.Length / 2, added.Length);
        for (int i = 0; i < whole; i++)
        {
            Vector.Widen(added[i], out Vector<ulong> low, out Vector<ulong> high);
            vectors[2 * i] = negate ? vectors[2 * i] - low : vectors[2 * i] + low;
            vectors[2 * i + 1] = negate ? vectors[2 * i + 1] - high : vectors[2 * i + 1] + high;
        }
        for (int i = whole * Vector<uint>.Count; i < words.Length; i++) words[i] = negate ? words[i] - masks[i] : words[i] + masks[i];
    }
}
