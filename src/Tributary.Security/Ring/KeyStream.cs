using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Tributary.Security;

/// <summary>Random bytes from a seed of 32 bytes: AES-256 in counter mode, in streams that are told apart by a number.</summary>
/// <remarks>Block i of stream s is the encryption of s and i, 64 bits each, lowest byte first.</remarks>
internal sealed class KeyStream : IDisposable
{
    /// <summary>Bytes of a seed.</summary>
    public const int SeedLength = 32;

    private const int BlockWords = 2, ChunkWords = 4096;
    private readonly Aes _aes = Aes.Create();
    private readonly ulong[] _counters = new ulong[ChunkWords];
    private SecretBuffer<ulong>? _drawn; // the last words of a binomial or ternary draw

    /// <summary>Of a seed.</summary>
    public KeyStream(ReadOnlySpan<byte> seed)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(seed.Length, SeedLength, nameof(seed));
        _aes.SetKey(seed);
    }

    /// <summary>Of a new seed from the operating system, which nobody sees.</summary>
    public static KeyStream Fresh()
    {
        Span<byte> seed = stackalloc byte[SeedLength];
        RandomNumberGenerator.Fill(seed);
        var stream = new KeyStream(seed);
        CryptographicOperations.ZeroMemory(seed);
        return stream;
    }

    /// <summary>The words of a stream from an even index on.</summary>
    public void Fill(Span<ulong> words, ulong stream, long start = 0)
    {
        ulong block = (ulong)start / BlockWords;
        for (; words.Length >= BlockWords; words = words[Math.Min(words.Length & ~1, ChunkWords)..])
        {
            int length = Math.Min(words.Length & ~1, ChunkWords);
            for (int i = 0; i < length; i += BlockWords) (_counters[i], _counters[i + 1]) = (stream, block++);
            _aes.EncryptEcb(MemoryMarshal.AsBytes(_counters.AsSpan(0, length)), MemoryMarshal.AsBytes(words[..length]), PaddingMode.None);
        }
        if (words.IsEmpty) return;
        Span<ulong> last = stackalloc ulong[BlockWords];
        Fill(last, stream, (long)block * BlockWords);
        words[0] = last[0];
        last.Clear();
    }

    /// <summary>Residues that are uniform below a prime of 54 bits.</summary>
    /// <remarks>
    /// The lowest 54 bits of each word of the stream. Where they are not below the prime, the next words after the first
    /// <paramref name="residues"/>.Length (rounded up to even) stand in, in their order; that happens less than once in 2^36 words.
    /// </remarks>
    public void FillUniform(Span<ulong> residues, Modulus modulus, ulong stream)
    {
        const ulong Mask = (1UL << LatticeParameters.PrimeBits) - 1;
        Fill(residues, stream);
        ulong refused = 0; // its highest bit
        foreach (ref ulong residue in residues)
        {
            residue &= Mask;
            refused |= modulus.Value - 1 - residue;
        }
        if (refused >> 63 == 0) return;
        Span<ulong> more = stackalloc ulong[BlockWords];
        long next = (residues.Length + 1L) & ~1;
        int left = 0;
        foreach (ref ulong residue in residues)
            while (residue >= modulus.Value)
            {
                if (left == 0)
                {
                    Fill(more, stream, next);
                    next += left = BlockWords;
                }
                residue = more[BlockWords - left--] & Mask;
            }
        more.Clear();
    }

    /// <summary>
    /// Integers of a centred binomial distribution, plus <see cref="LatticeParameters.BinomialBits"/> so that none is negative.
    /// </summary>
    /// <remarks>Two words of the stream each: ones among the lowest bits of the first minus ones among those of the second.</remarks>
    /// <param name="values">Receives them, from 0 to twice the number of bits.</param>
    /// <param name="stream">Which stream.</param>
    public void FillBinomial(Span<ulong> values, ulong stream)
    {
        const ulong Mask = (1UL << LatticeParameters.BinomialBits) - 1;
        Span<ulong> pairs = Draw(BlockWords * values.Length, stream);
        for (int i = 0; i < values.Length; i++)
            values[i] = (ulong)(LatticeParameters.BinomialBits
                + BitOperations.PopCount(pairs[2 * i] & Mask) - BitOperations.PopCount(pairs[2 * i + 1] & Mask));
    }

    /// <summary>Minus one, zero and one, equally likely up to 2^-63, in constant time.</summary>
    public void FillTernary(Span<long> values, ulong stream)
    {
        Span<ulong> words = Draw(values.Length, stream);
        for (int i = 0; i < values.Length; i++) values[i] = (long)Math.BigMul(words[i], 3, out _) - 1;
    }

    /// <summary>Forgets the seed and what was drawn from it.</summary>
    public void Dispose()
    {
        _aes.Dispose();
        _drawn?.Dispose();
    }

    private Span<ulong> Draw(int length, ulong stream)
    {
        if (_drawn is null || _drawn.Span.Length < length)
        {
            _drawn?.Dispose();
            _drawn = new SecretBuffer<ulong>(length);
        }
        Span<ulong> words = _drawn.Span[..length];
        Fill(words, stream);
        return words;
    }
}
