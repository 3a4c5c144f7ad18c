namespace Tributary.Security.Tests;

/// <summary>Sums open exactly under the sum of the keys, and under nothing else.</summary>
public sealed class KeyHomomorphicMaskTests
{
    private static readonly byte[] _seed = [.. Enumerable.Range(0, 32).Select(i => (byte)(3 * i))];

    [Theory]
    [InlineData(30, 1000, 2, 20_000)]
    [InlineData(30, 1024, 5, 12_288)]
    [InlineData(18, 3, 3, 50_001)]
    [InlineData(60, 8, 8, 4_097)]
    [InlineData(7, 100, 4, 30_000)]
    [InlineData(45, 16, 3, 1)]
    public void The_sum_of_masked_vectors_opens_to_the_sum_of_integers(int laneBits, int cohort, int clients, int length)
    {
        var packing = new LanePacking(laneBits, cohort);
        ulong[] expected = new ulong[length];
        List<MaskingKey> keys = [];
        MaskedVector sum = MaskedVector.Zero(packing, length);
        for (int client = 0; client < clients; client++)
        {
            ulong[] words = Words(length, packing.Largest, client);
            for (int i = 0; i < length; i++) expected[i] += words[i];
            keys.Add(MaskingKey.Generate());
            byte[] wire = KeyHomomorphicMask.Mask(_seed, keys[^1], words, packing).ToBytes();
            sum.Add(MaskedVector.FromBytes(wire, packing, length));
        }
        using MaskingKey keySum = MaskingKey.Sum(keys);
        Assert.Equal(expected, KeyHomomorphicMask.Open(_seed, keySum, sum));
    }

    /// <summary>Every client at the end of every range at once: the largest words, and errors and keys of one sign, 1024 times.</summary>
    [Theory]
    [InlineData(43)]
    [InlineData(-43)]
    public void The_noise_budget_holds_at_its_extremes(int extreme)
    {
        var packing = new LanePacking(30, LatticeParameters.MaxCohort);
        ulong[] words = [.. Enumerable.Repeat(packing.Largest, packing.WordsInBlock)];
        // One vector with the key and the error of 1024 extreme clients: 2^90 (1024 e) + 1024 m, by its definition.
        long[] coefficients = [.. Enumerable.Repeat((long)extreme * LatticeParameters.MaxCohort, LatticeParameters.Degree)];
        using MaskingKey key = MaskingKey.From(coefficients);
        using var stream = new KeyStream(_seed);
        using var transformed = new TransformedKey(key);
        using var parts = new MessageParts();
        parts.Pack(words, packing);
        ulong[] residues = new ulong[MaskedVector.ResidueCount(packing, words.Length)], expected = new ulong[words.Length];
        for (int prime = 0; prime < 2; prime++)
        {
            Modulus modulus = Modulus.Both[prime];
            Span<ulong> masked = residues.AsSpan(prime * LatticeParameters.Degree, LatticeParameters.Degree);
            transformed.Multiply(stream, 0, prime, masked);
            ulong[] noise = [.. Enumerable.Repeat((ulong)(43 + extreme), LatticeParameters.Degree)], message = new ulong[noise.Length];
            RingVector.AddMessage(message, parts.Low, parts.High, noise, modulus);
            for (int i = 0; i < message.Length; i++)
                masked[i] = modulus.Add(masked[i], modulus.Multiply(message[i], LatticeParameters.MaxCohort));
        }
        // 1024 shares of it: the rest are zeros, so that the sum counts 1024 vectors.
        MaskedVector sum = MaskedVector.Of(packing, words.Length, residues);
        var nothing = MaskedVector.Of(packing, words.Length, new ulong[residues.Length]);
        for (int i = 1; i < LatticeParameters.MaxCohort; i++) sum.Add(nothing);
        Array.Fill(expected, packing.Largest * LatticeParameters.MaxCohort);
        Assert.Equal(expected, KeyHomomorphicMask.Open(_seed, key, sum));
    }

    [Fact]
    public void A_thousand_residues_at_the_top_of_their_range_are_added_without_overflow()
    {
        var packing = new LanePacking(30, 1000);
        ulong[] words = [.. Enumerable.Repeat(packing.Largest, 5_000)];
        using MaskingKey zero = MaskingKey.From(new long[LatticeParameters.Degree]);
        MaskedVector one = KeyHomomorphicMask.Mask(_seed, zero, words, packing), sum = MaskedVector.Zero(packing, words.Length);
        for (int i = 0; i < 1000; i++) sum.Add(one);
        ulong[] opened = KeyHomomorphicMask.Open(_seed, zero, sum);
        Assert.All(opened, word => Assert.Equal(1000 * packing.Largest, word));
        Assert.Throws<ArgumentException>(() => sum.Add(one));
    }

    [Fact]
    public void A_key_of_others_opens_nothing()
    {
        var packing = new LanePacking(30, 10);
        using MaskingKey mine = MaskingKey.Generate(), other = MaskingKey.Generate();
        MaskedVector vector = KeyHomomorphicMask.Mask(_seed, mine, new ulong[100], packing);
        Assert.Throws<SecurityException>(() => KeyHomomorphicMask.Open(_seed, other, vector));
        Assert.Throws<SecurityException>(() => KeyHomomorphicMask.Open(new byte[32], mine, vector));
    }

    [Fact]
    public void Masked_zeros_look_uniform_and_never_twice_the_same()
    {
        var packing = new LanePacking(30, 10);
        using MaskingKey key = MaskingKey.Generate();
        MaskedVector first = KeyHomomorphicMask.Mask(_seed, key, new ulong[12_288], packing);
        MaskedVector second = KeyHomomorphicMask.Mask(_seed, key, new ulong[12_288], packing);
        int same = 0, upper = 0;
        for (int i = 0; i < first.Residues.Length; i++)
        {
            if (first.Residues[i] == second.Residues[i]) same++;
            if (first.Residues[i] >> 53 != 0) upper++;
        }
        Assert.InRange(upper, 8192 / 2 - 230, 8192 / 2 + 230); // five standard deviations
        Assert.InRange(same, 0, 1000); // where the errors happen to agree, about 1 in 16
    }

    [Fact]
    public void A_million_integers_take_less_than_4_6_bytes_each()
    {
        Assert.Equal(1_048_575UL, new LanePacking(30, 1024).Largest); // 20 bits
        Assert.InRange(MaskedVector.ByteLength(new LanePacking(30, 1024), 1_000_000), 1, 4_600_000);
    }

    [Fact]
    public void Words_that_could_overflow_their_lane_are_refused()
    {
        var packing = new LanePacking(30, 1000);
        using MaskingKey key = MaskingKey.Generate();
        foreach (ulong word in (ulong[])[packing.Largest + 1, ulong.MaxValue, 1UL << 63])
            Assert.Throws<ArgumentException>(() => KeyHomomorphicMask.Mask(_seed, key, [0, word], packing));
    }

    [Fact]
    public void What_a_hostile_client_sends_is_refused()
    {
        var packing = new LanePacking(30, 10);
        using MaskingKey key = MaskingKey.Generate();
        byte[] bytes = KeyHomomorphicMask.Mask(_seed, key, new ulong[5], packing).ToBytes();
        Assert.Throws<SecurityException>(() => MaskedVector.FromBytes(bytes.AsSpan(1), packing, 5));
        bytes.AsSpan(0, 7).Fill(255); // the first residue is then 2^54 - 1
        Assert.Throws<SecurityException>(() => MaskedVector.FromBytes(bytes, packing, 5));
    }

    [Fact]
    public void Every_secret_is_zero_in_the_end()
    {
        using SecretWatch watch = SecretWatch.Start();
        var packing = new LanePacking(30, 10);
        using (MaskingKey key = MaskingKey.Generate())
        using (MaskingKey sum = MaskingKey.Sum([key]))
        {
            Assert.False(watch.Seen.All(secret => secret.IsZero));
            KeyHomomorphicMask.Open(_seed, sum, KeyHomomorphicMask.Mask(_seed, key, Words(20_000, packing.Largest, 1), packing));
        }
        Assert.InRange(watch.Seen.Count, 8, 100);
        Assert.All(watch.Seen, secret => Assert.True(secret.IsZero));
    }

    private static ulong[] Words(int length, ulong largest, int seed)
    {
        using KeyStream stream = Polynomials.Stream((byte)(100 + seed));
        ulong[] words = new ulong[length];
        stream.Fill(words, 0);
        for (int i = 0; i < length; i++) words[i] = i % 5 == 0 ? largest : words[i] % (largest + 1);
        return words;
    }
}
