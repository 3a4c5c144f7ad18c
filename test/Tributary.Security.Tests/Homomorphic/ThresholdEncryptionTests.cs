namespace Tributary.Security.Tests;

/// <summary>Encrypted vectors are added and open exactly, with enough members and not with fewer.</summary>
public sealed class ThresholdEncryptionTests
{
    [Theory]
    [InlineData(2, 2, 2, 8, 2, 20_000)]
    [InlineData(3, 2, 12, 23, 12, 9_000)]
    [InlineData(5, 4, 1000, 23, 7, 8_193)]
    [InlineData(5, 4, 1024, 46, 3, 4_097)]
    [InlineData(7, 5, 100, 15, 4, 1)]
    [InlineData(10, 7, 1024, 21, 2, 8_192)]
    public void The_sum_of_encrypted_vectors_opens_to_the_sum_of_integers(
        int members, int threshold, int cohort, int laneBits, int clients, int length)
    {
        using var holders = new KeyHolders(new EncryptionSizes(members, threshold, cohort, laneBits));
        ulong[] expected = new ulong[length];
        EncryptedVector sum = EncryptedVector.Zero(holders.Sizes.Packing, length);
        for (int client = 0; client < clients; client++)
        {
            ulong[] words = holders.Words(length, client);
            for (int i = 0; i < length; i++) expected[i] += words[i];
            byte[] wire = ThresholdEncryption.Encrypt(holders.Key, words, holders.Sizes).ToBytes();
            sum.Add(EncryptedVector.FromBytes(wire, holders.Sizes.Packing, length));
        }
        (ulong[] opened, IReadOnlyList<int> wrong) =
            ThresholdEncryption.Open(sum, holders.Answers(sum, Enumerable.Range(members - threshold + 1, threshold)), holders.Sizes);
        Assert.Equal(expected, opened);
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void Every_set_of_members_opens_it_or_does_not_as_the_threshold_says(int members)
    {
        int threshold = (2 * members / 3) + 1;
        using var holders = new KeyHolders(new EncryptionSizes(members, threshold, 10, 12));
        ulong[] words = holders.Words(300, 1);
        EncryptedVector one = ThresholdEncryption.Encrypt(holders.Key, words, holders.Sizes);
        PartialDecryption[] all = holders.Answers(one, Enumerable.Range(1, members));
        for (int set = 1; set < 1 << members; set++)
        {
            PartialDecryption[] answers = [.. all.Where(answer => (set >> (answer.Member - 1) & 1) != 0)];
            if (answers.Length >= threshold) Assert.Equal(words, ThresholdEncryption.Open(one, answers, holders.Sizes).Words);
            else Assert.Throws<SecurityException>(() => ThresholdEncryption.Open(one, answers, holders.Sizes));
        }
    }

    [Fact]
    public void Fewer_answers_than_the_threshold_say_nothing_about_a_sum()
    {
        // Whatever the message, answers of too few members are uniform residues: their upper bits are fair coins.
        using var holders = new KeyHolders(new EncryptionSizes(5, 4, 10, 12));
        foreach (ulong level in (ulong[])[0, holders.Sizes.Packing.Largest])
        {
            EncryptedVector one = ThresholdEncryption.Encrypt(holders.Key, [.. Enumerable.Repeat(level, 12_288)], holders.Sizes);
            PartialDecryption[] three = holders.Answers(one, 1, 2, 3);
            ulong[] combined = new ulong[LatticeParameters.Degree];
            foreach (PartialDecryption answer in three)
                RingVector.AddProducts(combined, answer.Residues[..combined.Length], Lagrange.WeightAtZero(Modulus.Both[0], answer.Member, [1, 2, 3]), Modulus.Both[0]);
            RingVector.Add(combined, one.Masked.AsSpan(0, combined.Length));
            RingVector.Reduce(combined, Modulus.Both[0]);
            Assert.InRange(combined.Count(residue => residue >> 53 != 0), 2048 - 165, 2048 + 165); // five standard deviations
        }
    }

    [Fact]
    public void Holders_that_left_after_the_start_are_not_needed()
    {
        using var holders = new KeyHolders(new EncryptionSizes(5, 3, 10, 12), [1, 3, 4]);
        ulong[] words = holders.Words(5_000, 2);
        EncryptedVector one = ThresholdEncryption.Encrypt(holders.Key, words, holders.Sizes);
        Assert.Equal(words, ThresholdEncryption.Open(one, holders.Answers(one, 1, 3, 4), holders.Sizes).Words);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_liar_is_named_and_survived_and_more_liars_than_can_be_told_apart_open_nothing(int prime)
    {
        using var holders = new KeyHolders(new EncryptionSizes(7, 4, 10, 12));
        ulong[] words = holders.Words(20_000, 3);
        EncryptedVector one = ThresholdEncryption.Encrypt(holders.Key, words, holders.Sizes);
        PartialDecryption[] answers = holders.Answers(one, 1, 2, 3, 4, 5, 6, 7);
        answers[4] = Lie(answers[4]);
        (ulong[] opened, IReadOnlyList<int> wrong) = ThresholdEncryption.Open(one, answers, holders.Sizes);
        Assert.Equal(words, opened);
        Assert.Equal([5], wrong);
        answers[1] = Lie(answers[1]);
        Assert.Throws<SecurityException>(() => ThresholdEncryption.Open(one, answers, holders.Sizes));

        PartialDecryption Lie(PartialDecryption answer)
        {
            ulong[] residues = answer.Residues.ToArray();
            residues[((2 + prime) * LatticeParameters.Degree) + 17] ^= 1; // in the second block
            return new PartialDecryption(answer.Member, residues);
        }
    }

    [Fact]
    public void Members_of_another_key_open_nothing()
    {
        using var mine = new KeyHolders(new EncryptionSizes(3, 3, 10, 12));
        using var other = new KeyHolders(mine.Sizes);
        EncryptedVector one = ThresholdEncryption.Encrypt(mine.Key, new ulong[100], mine.Sizes);
        Assert.Throws<SecurityException>(() => ThresholdEncryption.Open(one, other.Answers(one, 1, 2, 3), mine.Sizes));
        EncryptedVector another = ThresholdEncryption.Encrypt(mine.Key, new ulong[100], mine.Sizes);
        Assert.Throws<SecurityException>(() => ThresholdEncryption.Open(one, mine.Answers(another, 1, 2, 3), mine.Sizes));
    }

    [Fact]
    public void Vectors_are_stored_and_sums_of_sums_open_later()
    {
        using var holders = new KeyHolders(new EncryptionSizes(3, 2, 8, 12));
        LanePacking packing = holders.Sizes.Packing;
        ulong[] words = holders.Words(700, 4);
        EncryptedVector total = EncryptedVector.Zero(packing, 700);
        for (int part = 0; part < 4; part++)
        {
            EncryptedVector two = EncryptedVector.Zero(packing, 700);
            for (int client = 0; client < 2; client++) two.Add(ThresholdEncryption.Encrypt(holders.Key, words, holders.Sizes));
            total.Add(EncryptedVector.FromBytes(two.ToBytes(), packing, 700, count: 2));
        }
        Assert.Equal(8, total.Count);
        Assert.Equal(words.Select(word => 8 * word), ThresholdEncryption.Open(total, holders.Answers(total, 2, 3), holders.Sizes).Words);
        Assert.Throws<ArgumentException>(() => total.Add(total));
        Assert.Throws<ArgumentException>(() => total.Add(EncryptedVector.Zero(packing, 701)));
    }

    [Fact]
    public void Encrypted_zeros_look_uniform_and_never_twice_the_same()
    {
        using var holders = new KeyHolders(new EncryptionSizes(3, 2, 10, 12));
        EncryptedVector first = ThresholdEncryption.Encrypt(holders.Key, new ulong[12_288], holders.Sizes);
        EncryptedVector second = ThresholdEncryption.Encrypt(holders.Key, new ulong[12_288], holders.Sizes);
        foreach ((ulong[] one, ulong[] two) in ((ulong[], ulong[])[])[(first.Masked, second.Masked), (first.Helping, second.Helping)])
        {
            Assert.InRange(one.Count(residue => residue >> 53 != 0), (one.Length / 2) - 230, (one.Length / 2) + 230);
            Assert.InRange(one.Zip(two).Count(pair => pair.First == pair.Second), 0, 3);
        }
    }

    [Fact]
    public void Two_encryptions_of_one_vector_say_nothing_by_their_difference()
    {
        using var holders = new KeyHolders(new EncryptionSizes(3, 2, 10, 12));
        ulong[] words = holders.Words(12_288, 5);
        EncryptedVector first = ThresholdEncryption.Encrypt(holders.Key, words, holders.Sizes);
        EncryptedVector second = ThresholdEncryption.Encrypt(holders.Key, words, holders.Sizes);
        int upper = 0;
        for (int i = 0; i < first.Masked.Length; i++)
            if (Modulus.Both[i / LatticeParameters.Degree % 2].Subtract(first.Masked[i], second.Masked[i]) >> 53 != 0) upper++;
        Assert.InRange(upper, (first.Masked.Length / 2) - 230, (first.Masked.Length / 2) + 230);
    }

    [Fact]
    public void A_key_is_the_same_again_from_its_seed()
    {
        var sizes = new EncryptionSizes(4, 3, 10, 12);
        byte[] seed = HolderKey.NewSeed();
        using HolderKey one = new(seed), again = new(seed);
        Assert.Equal(one.Publish(new byte[32]).ToBytes(), again.Publish(new byte[32]).ToBytes());
        Assert.Equal(one.Split(2, sizes).Select(share => Convert.ToHexString(share.ToBytes())), again.Split(2, sizes).Select(share => Convert.ToHexString(share.ToBytes())));
    }

    [Fact]
    public void Every_secret_is_zero_in_the_end()
    {
        using SecretWatch watch = SecretWatch.Start();
        using (var holders = new KeyHolders(new EncryptionSizes(3, 2, 10, 12)))
        {
            Assert.False(watch.Seen.All(secret => secret.IsZero));
            EncryptedVector one = ThresholdEncryption.Encrypt(holders.Key, holders.Words(9_000, 6), holders.Sizes);
            ThresholdEncryption.Open(one, holders.Answers(one, 1, 2, 3), holders.Sizes);
        }
        Assert.InRange(watch.Seen.Count, 30, 200);
        Assert.All(watch.Seen, secret => Assert.True(secret.IsZero));
    }
}
