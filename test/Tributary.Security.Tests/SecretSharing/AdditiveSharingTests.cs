namespace Tributary.Security.Tests;

/// <summary>Helpers together know the sum, and each of them random words.</summary>
public sealed class AdditiveSharingTests
{
    [Theory]
    [InlineData(2, 64, 1)]
    [InlineData(2, 30, 20_001)]
    [InlineData(3, 32, 40_000)]
    [InlineData(3, 33, 17_003)]
    public void The_sum_of_the_helpers_sums_is_the_sum_of_the_vectors(int helpers, int bits, int length)
    {
        ulong[][] sums = [.. Enumerable.Range(0, helpers).Select(_ => new ulong[length])];
        ulong[] expected = new ulong[length];
        for (byte client = 0; client < 4; client++)
        {
            ulong[] words = new ulong[length];
            using (KeyStream stream = Polynomials.Stream(client)) stream.Fill(words, 0);
            for (int i = 0; i < length; i++) expected[i] += words[i];
            IReadOnlyList<byte[]> seeds = AdditiveSharing.Split(words, bits, helpers);
            Assert.Equal(helpers - 1, seeds.Count);
            for (int i = 0; i < length; i++) sums[0][i] += words[i] << (64 - bits) >> (64 - bits); // only these bits travel
            for (int helper = 1; helper < helpers; helper++)
            {
                Assert.Equal(32, seeds[helper - 1].Length);
                AdditiveSharing.AddShare(seeds[helper - 1], bits, sums[helper]);
            }
        }
        ulong mask = ulong.MaxValue >> (64 - bits);
        for (int i = 0; i < length; i++)
            Assert.Equal(expected[i] & mask, sums.Aggregate(0UL, (sum, helper) => sum + helper[i]) & mask);
    }

    [Fact]
    public void A_first_share_looks_random_in_every_bit_of_the_ring_and_is_new_each_time()
    {
        ulong[] first = new ulong[4096], second = new ulong[4096];
        AdditiveSharing.Split(first, 32, 2);
        AdditiveSharing.Split(second, 32, 2);
        for (int bit = 0; bit < 32; bit++)
            Assert.InRange(first.Count(word => (word >> bit & 1) != 0), 2048 - 180, 2048 + 180); // beyond five standard deviations
        Assert.NotEqual(first, second);
    }
}
