namespace Tributary.Security;

/// <summary>
/// One-shot masking whose keys add up as the masked vectors do: c = a s + 2^90 e + m modulo Q, in each block of 4096 coefficients.
/// </summary>
/// <remarks>
/// Key-homomorphic encryption from ring learning with errors, as in Willow (eprint 2024/936) and OPA (Crypto 2025): a is public
/// and expanded from a seed that is new in every round, s is the client's key and e its error. The sum of vectors opens under the sum
/// of keys to the sum of messages, exactly; <see cref="LatticeParameters.MessageBits"/> says why. One vector hides its message as long as
/// its key is secret and neither key nor seed is used again.
/// </remarks>
public static class KeyHomomorphicMask
{
    private const int Degree = LatticeParameters.Degree;

    /// <summary>Masks a client's integers.</summary>
    /// <param name="publicSeed">32 bytes that all clients of this round share, and no other round.</param>
    /// <param name="key">The client's key, for this vector only.</param>
    /// <param name="words">The integers, none above the packing's largest.</param>
    /// <param name="packing">How they lie in coefficients, the same for all clients.</param>
    public static MaskedVector Mask(ReadOnlySpan<byte> publicSeed, MaskingKey key, ReadOnlySpan<ulong> words, LanePacking packing)
    {
        using KeyStream errors = KeyStream.Fresh();
        return Mask(publicSeed, key, words, packing, errors);
    }

    /// <summary>Opens a sum with the sum of the keys of exactly those clients whose vectors are in it.</summary>
    /// <exception cref="SecurityException">The key does not belong to the sum.</exception>
    public static ulong[] Open(ReadOnlySpan<byte> publicSeed, MaskingKey keySum, MaskedVector sum)
    {
        using var stream = new KeyStream(publicSeed);
        using var key = new TransformedKey(keySum);
        using var parts = new MessageParts();
        var remainder = new MaskRemainder(sum.Count);
        ulong[] words = new ulong[sum.Length], mask = new ulong[Degree], first = new ulong[Degree], second = new ulong[Degree];
        int inBlock = sum.Packing.WordsInBlock;
        for (int block = 0, blocks = sum.Packing.Blocks(sum.Length); block < blocks; block++)
        {
            Unmask(0, first);
            Unmask(1, second);
            remainder.Split(first, second, parts);
            int start = block * inBlock;
            parts.Unpack(words.AsSpan(start, Math.Min(inBlock, words.Length - start)), sum.Packing);

            void Unmask(int prime, ulong[] rest)
            {
                Modulus modulus = Modulus.Both[prime];
                key.Multiply(stream, block, prime, mask);
                sum.Residues.Slice((2 * block + prime) * Degree, Degree).CopyTo(rest);
                RingVector.Reduce(rest, modulus);
                for (int i = 0; i < Degree; i++) rest[i] = modulus.Subtract(rest[i], mask[i]);
            }
        }
        return words;
    }

    /// <summary>With errors from a given stream; never the same stream twice.</summary>
    internal static MaskedVector Mask(
        ReadOnlySpan<byte> publicSeed, MaskingKey key, ReadOnlySpan<ulong> words, LanePacking packing, KeyStream errors)
    {
        using var stream = new KeyStream(publicSeed);
        using var transformed = new TransformedKey(key);
        using var parts = new MessageParts();
        using var noise = new SecretBuffer<ulong>(Degree);
        ulong[] residues = GC.AllocateUninitializedArray<ulong>(MaskedVector.ResidueCount(packing, words.Length));
        int length = words.Length, inBlock = packing.WordsInBlock;
        for (int block = 0, blocks = packing.Blocks(length); block < blocks; block++)
        {
            int start = block * inBlock;
            parts.Pack(words.Slice(start, Math.Min(inBlock, length - start)), packing);
            errors.FillBinomial(noise.Span, (ulong)block);
            for (int prime = 0; prime < 2; prime++)
            {
                Span<ulong> masked = residues.AsSpan((2 * block + prime) * Degree, Degree);
                transformed.Multiply(stream, block, prime, masked);
                RingVector.AddMessage(masked, parts.Low, parts.High, noise.Span, Modulus.Both[prime]);
            }
        }
        return MaskedVector.Of(packing, length, residues);
    }
}
