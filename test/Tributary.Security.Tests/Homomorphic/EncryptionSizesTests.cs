namespace Tributary.Security.Tests;

/// <summary>Noise, smudging and message fit into the modulus, and the noise is what the sizes say.</summary>
public sealed class EncryptionSizesTests
{
    [Fact]
    public void Message_noise_and_smudging_fit_for_every_committee_and_cohort()
    {
        Assert.True((UInt128)LatticeParameters.Primes[0] * LatticeParameters.Primes[1] > UInt128.One << 107);
        for (int members = 1; members <= EncryptionSizes.MostMembers; members++)
            for (int threshold = 1; threshold <= members; threshold++)
                foreach (int cohort in (int[])[1, 2, 3, 12, 100, 1000, 1024])
                {
                    int most = EncryptionSizes.MostMessageBits(members, threshold, cohort);
                    foreach (int lane in (int[])[11, most / 3, most / 2, most])
                    {
                        var sizes = new EncryptionSizes(members, threshold, cohort, lane);
                        Assert.Equal(107, sizes.Shift + sizes.Packing.MessageBits);
                        Assert.True(sizes.LargestError < (Int128)1 << (sizes.Shift - 1));
                        // 2^40 times the deviation, of which the bound is eleven.
                        Assert.True((Int128)11 << sizes.SmudgingBits >= (Int128)EncryptionSizes.NoiseBound(members, cohort) << 40);
                    }
                    Assert.Throws<ArgumentOutOfRangeException>(() => new EncryptionSizes(members, threshold, cohort, most + 1));
                }
        Assert.Throws<ArgumentOutOfRangeException>(() => new EncryptionSizes(11, 8, 20, 12));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EncryptionSizes(3, 4, 20, 12));
    }

    [Theory]
    [InlineData(5, 4, 64, 48)]
    [InlineData(5, 4, 1024, 46)]
    [InlineData(10, 7, 1024, 42)]
    public void The_message_is_as_wide_as_the_documents_say(int members, int threshold, int cohort, int bits) =>
        Assert.Equal(bits, EncryptionSizes.MostMessageBits(members, threshold, cohort));

    [Fact]
    public void The_noise_of_a_sum_is_what_is_expected_and_smudging_drowns_it()
    {
        // With one member the key is known, so that the noise can be looked at: what is left beside the message without smudging.
        const int Vectors = 40;
        var sizes = new EncryptionSizes(1, 1, Vectors, 40);
        byte[] seed = new byte[32];
        using var secret = new HolderKey(HolderKey.NewSeed());
        var key = new CollectiveKey(seed, [secret.Publish(seed)]);
        using HolderShare share = secret.Split(1, sizes)[0];
        EncryptedVector sum = EncryptedVector.Zero(sizes.Packing, LatticeParameters.Degree);
        for (int i = 0; i < Vectors; i++) sum.Add(ThresholdEncryption.Encrypt(key, new ulong[LatticeParameters.Degree], sizes));
        double square = 0;
        long largest = 0;
        foreach (long noise in Noise(sum, share))
        {
            square += (double)noise * noise;
            largest = Math.Max(largest, Math.Abs(noise));
        }
        double deviation = Math.Sqrt(square / LatticeParameters.Degree);
        Assert.InRange(largest, 1, EncryptionSizes.NoiseBound(1, Vectors));
        // Variance of e u and e1 s: n 21.5 2/3 each, for every vector.
        Assert.Equal(1, deviation / Math.Sqrt(Vectors * ((2 * 4096 * 21.5 * 2 / 3) + 21.5)), 0.15);
        using var member = new MemberKey([share], sizes);
        var remainder = new ScaledRemainder(sizes);
        using var parts = new MessageParts();
        PartialDecryption answer = member.Open(sum.Helping);
        ulong[][] total = [.. Modulus.Both.Select((modulus, prime) => Opened(sum, answer.Residues, prime))];
        remainder.Split(total[0], total[1], parts);
        Assert.InRange((double)remainder.LargestSeen, 0.99 * Math.Pow(2, sizes.SmudgingBits), Math.Pow(2, sizes.SmudgingBits) * 1.01);
        Assert.True(parts.Low.IndexOfAnyExcept(0UL) < 0);
    }

    private static IEnumerable<long> Noise(EncryptedVector sum, HolderShare share)
    {
        ulong[] residues = Opened(sum, [], 0);
        ulong[] helping = sum.Helping.AsSpan(0, LatticeParameters.Degree).ToArray();
        Modulus modulus = Modulus.Both[0];
        RingVector.Reduce(helping, modulus);
        NumberTheoreticTransform.Both[0].Forward(helping);
        for (int i = 0; i < helping.Length; i++) helping[i] = modulus.Multiply(helping[i], share.Part(0)[i]);
        NumberTheoreticTransform.Both[0].Inverse(helping);
        for (int i = 0; i < helping.Length; i++) residues[i] = modulus.Add(residues[i], helping[i]);
        return residues.Select(modulus.Centre);
    }

    private static ulong[] Opened(EncryptedVector sum, ReadOnlySpan<ulong> answer, int prime)
    {
        ulong[] total = sum.Masked.AsSpan(prime * LatticeParameters.Degree, LatticeParameters.Degree).ToArray();
        if (!answer.IsEmpty) RingVector.Add(total, answer.Slice(prime * LatticeParameters.Degree, LatticeParameters.Degree));
        RingVector.Reduce(total, Modulus.Both[prime]);
        return total;
    }
}
