namespace Tributary.Security;

/// <summary>
/// Encryption under a key that nobody has: holders make a collective public key, anybody encrypts under it, encrypted vectors are added,
/// and as many members as the threshold open a sum.
/// </summary>
/// <remarks>Sizes, sources and what follows from them are in <see cref="EncryptionSizes"/>.</remarks>
internal static class ThresholdEncryption
{
    private const int Degree = LatticeParameters.Degree;

    /// <summary>Encrypts a client's integers.</summary>
    /// <param name="key">The collective key.</param>
    /// <param name="words">The integers, none above the packing's largest.</param>
    /// <param name="sizes">The sizes, the same for all clients.</param>
    public static EncryptedVector Encrypt(CollectiveKey key, ReadOnlySpan<ulong> words, EncryptionSizes sizes)
    {
        using KeyStream stream = KeyStream.Fresh();
        return Encrypt(key, words, sizes, stream);
    }

    /// <summary>With secrets from a given stream; never the same stream twice.</summary>
    internal static EncryptedVector Encrypt(CollectiveKey key, ReadOnlySpan<ulong> words, EncryptionSizes sizes, KeyStream stream)
    {
        using var parts = new MessageParts();
        using var ternary = new SecretBuffer<long>(Degree);
        using var secret = new SecretBuffer<ulong>(Degree);
        using var errors = new SecretBuffer<ulong>(2 * Degree);
        using var scaled = new SecretBuffer<ulong>(Degree);
        int length = words.Length, inBlock = sizes.Packing.WordsInBlock, count = EncryptedVector.ResidueCount(sizes.Packing, length);
        ulong[] masked = GC.AllocateUninitializedArray<ulong>(count), helping = GC.AllocateUninitializedArray<ulong>(count);
        for (int block = 0, blocks = sizes.Packing.Blocks(length); block < blocks; block++)
        {
            int start = block * inBlock;
            parts.Pack(words.Slice(start, Math.Min(inBlock, length - start)), sizes.Packing);
            stream.FillTernary(ternary.Span, 2 * (ulong)block);
            stream.FillBinomial(errors.Span, 2 * (ulong)block + 1);
            for (int prime = 0; prime < 2; prime++)
            {
                Modulus modulus = Modulus.Both[prime];
                Span<ulong> first = masked.AsSpan((2 * block + prime) * Degree, Degree);
                Span<ulong> second = helping.AsSpan((2 * block + prime) * Degree, Degree);
                for (int i = 0; i < Degree; i++) secret.Span[i] = modulus.Lift(ternary.Span[i]);
                NumberTheoreticTransform.Both[prime].Forward(secret.Span);
                secret.Span.CopyTo(second);
                key.Multiply(second, 0, prime);
                RingVector.AddErrors(second, errors.Span[Degree..], modulus);
                key.Multiply(secret.Span, 1, prime);
                parts.Low.CopyTo(scaled.Span);
                RingVector.MultiplyAdd(scaled.Span, modulus.PowerOfTwo(sizes.Shift), secret.Span, modulus);
                RingVector.AddErrors(scaled.Span, errors.Span[..Degree], modulus);
                scaled.Span.CopyTo(first);
            }
        }
        return EncryptedVector.Of(sizes.Packing, length, masked, helping);
    }

    /// <summary>Opens a sum with the members' answers about it, and says whose answer was wrong.</summary>
    /// <exception cref="SecurityException">
    /// Too few answered, too many answers are wrong, or they are not about this sum and this key.
    /// </exception>
    public static (ulong[] Words, IReadOnlyList<int> Wrong) Open(
        EncryptedVector sum, IReadOnlyList<PartialDecryption> answers, EncryptionSizes sizes)
    {
        if (answers.Count < sizes.Threshold || answers.DistinctBy(answer => answer.Member).Count() != answers.Count)
            throw new SecurityException($"{answers.Count} members answered of which {sizes.Threshold} different ones are needed; fewer say "
                + "nothing about the sum. Wait for more members to answer.");
        int[] wrong = FindWrong(answers, sizes.Threshold);
        PartialDecryption[] right = [.. answers.Where(answer => !wrong.Contains(answer.Member)).Take(sizes.Threshold)];
        int[] members = [.. right.Select(answer => answer.Member)];
        ulong[] words = new ulong[sum.Length], first = new ulong[Degree], second = new ulong[Degree];
        using var parts = new MessageParts();
        var remainder = new ScaledRemainder(sizes);
        int inBlock = sizes.Packing.WordsInBlock;
        for (int block = 0, blocks = sizes.Packing.Blocks(sum.Length); block < blocks; block++)
        {
            Combine(0, first);
            Combine(1, second);
            remainder.Split(first, second, parts);
            int start = block * inBlock;
            parts.Unpack(words.AsSpan(start, Math.Min(inBlock, words.Length - start)), sizes.Packing);

            void Combine(int prime, ulong[] total)
            {
                Modulus modulus = Modulus.Both[prime];
                sum.Masked.AsSpan((2 * block + prime) * Degree, Degree).CopyTo(total);
                RingVector.Reduce(total, modulus);
                foreach (PartialDecryption answer in right)
                    RingVector.AddProducts(total, answer.Residues.Slice((2 * block + prime) * Degree, Degree),
                        Lagrange.WeightAtZero(modulus, answer.Member, members), modulus);
                RingVector.Reduce(total, modulus);
            }
        }
        return (words, wrong);
    }

    private static int[] FindWrong(IReadOnlyList<PartialDecryption> answers, int threshold)
    {
        int length = answers[0].Residues.Length;
        ulong[] points = [.. answers.Select(answer => (ulong)answer.Member)];
        var wrong = new SortedSet<int>();
        for (int prime = 0; prime < 2; prime++)
        {
            using var combination = new RandomCombination(Modulus.Both[prime], Degree);
            ulong[] word = new ulong[answers.Count];
            for (int start = prime * Degree; start < length; start += 2 * Degree)
            {
                combination.Redraw();
                for (int i = 0; i < word.Length; i++)
                    word[i] = Modulus.Both[prime].Add(word[i], combination.Of(answers[i].Residues.Slice(start, Degree)));
            }
            int[] errors = new ReedSolomon(Modulus.Both[prime], points).FindErrors(word, threshold)
                ?? throw new SecurityException($"More than {(answers.Count - threshold) / 2} of {answers.Count} answers are wrong, which "
                    + $"is more than can be told apart with a threshold of {threshold}; any result would be a guess. Ask more members.");
            wrong.UnionWith(errors.Select(error => answers[error].Member));
        }
        // Right modulo one prime and wrong modulo the other is wrong; then too few may be left.
        return answers.Count - wrong.Count >= threshold
            ? [.. wrong]
            : throw new SecurityException($"{wrong.Count} of {answers.Count} answers are wrong, and {threshold} right ones are needed. "
                + "Ask more members.");
    }
}
