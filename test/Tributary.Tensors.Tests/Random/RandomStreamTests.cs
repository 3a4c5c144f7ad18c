namespace Tributary.Tensors.Tests;

public sealed class RandomStreamTests
{
    /// <summary>Pearson's statistic against equal expectations.</summary>
    private static double ChiSquare(int[] counts)
    {
        double expected = (double)counts.Sum() / counts.Length;
        return counts.Sum(count => (count - expected) * (count - expected) / expected);
    }

    [Fact]
    public void Reads_the_blocks_of_successive_counters_in_order()
    {
        var stream = new RandomStream(0);
        Assert.Equal([0x6627e8d5u, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8], [stream.NextUInt32(), stream.NextUInt32(), stream.NextUInt32(), stream.NextUInt32()]);
        Assert.Equal(Philox.Block(1, 0, 0, 0, 0, 0).Item1, stream.NextUInt32());
    }

    [Fact]
    public void Gives_the_same_numbers_for_the_same_key()
    {
        RandomStream one = new(5), other = new(5), third = new(6);
        ulong[] first = [.. Enumerable.Range(0, 9).Select(_ => one.NextUInt64())];
        Assert.Equal(first, Enumerable.Range(0, 9).Select(_ => other.NextUInt64()));
        Assert.NotEqual(first, Enumerable.Range(0, 9).Select(_ => third.NextUInt64()));
    }

    [Fact]
    public void Derives_the_pinned_stream()
    {
        // Key = first eight bytes, little-endian, of SHA-256(key ‖ first ‖ second ‖ purpose); computed apart.
        uint word = new RandomStream(42).Derive("shuffle", 3, -1).NextUInt32();
        Assert.Equal(Philox.Block(0, 0, 0, 0, 0xf0f76b1c, 0x634ac762).Item1, word);
    }

    [Fact]
    public void Derives_without_advancing_and_apart_by_purpose_and_number()
    {
        var parent = new RandomStream(9);
        RandomStream[] children =
        [
            parent.Derive("a"), parent.Derive("b"), parent.Derive("a", 1), parent.Derive("a", 0, 1), parent.Derive("a", 1).Derive("a"), new(9),
        ];
        Assert.Equal(children.Length, children.Select(child => child.NextUInt64()).Distinct().Count());
        Assert.Equal(new RandomStream(9).NextUInt32(), parent.NextUInt32());
    }

    [Fact]
    public void Derived_streams_are_uncorrelated()
    {
        var parent = new RandomStream(1);
        RandomStream one = parent.Derive("client", 1), two = parent.Derive("client", 2);
        const int Draws = 100_000;
        double product = 0;
        for (int i = 0; i < Draws; i++) product += (one.NextDouble() - 0.5) * (two.NextDouble() - 0.5);
        // The mean product has standard deviation 1/12 / sqrt(n).
        Assert.InRange(product / Draws * 12 * Math.Sqrt(Draws), -4, 4);
    }

    [Fact]
    public void Floats_fill_the_unit_interval_evenly()
    {
        var stream = new RandomStream(2);
        int[] singles = new int[100], doubles = new int[100];
        for (int i = 0; i < 100_000; i++)
        {
            singles[(int)(stream.NextSingle() * 100)]++;
            doubles[(int)(stream.NextDouble() * 100)]++;
        }
        // 99 degrees of freedom: 0.01 % lie above 161, 0.01 % below 53.
        Assert.InRange(ChiSquare(singles), 53, 161);
        Assert.InRange(ChiSquare(doubles), 53, 161);
    }

    [Fact]
    public void Integers_have_no_bias()
    {
        // At this bound plain scaling would give three values in a row 3, 3 and 2 of 8 chances.
        const int Bound = 3 << 29;
        var stream = new RandomStream(3);
        int[] residues = new int[3];
        for (int i = 0; i < 60_000; i++)
        {
            int value = stream.NextInt(Bound);
            Assert.InRange(value, 0, Bound - 1);
            residues[value % 3]++;
        }
        // 2 degrees of freedom: 0.01 % lie above 18.4.
        Assert.InRange(ChiSquare(residues), 0, 18.4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public void Integers_stay_below_their_bound(int bound)
    {
        var stream = new RandomStream(4);
        for (int i = 0; i < 1000; i++) Assert.InRange(stream.NextInt(bound), 0, bound - 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Refuses_a_bound_without_integers_below_it(int bound) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(0).NextInt(bound));

    [Fact]
    public void Normals_have_the_moments_and_tails_of_a_normal()
    {
        var stream = new RandomStream(5);
        const int Draws = 200_000;
        float[] values = new float[Draws];
        stream.FillNormal(values);
        double root = Math.Sqrt(Draws);
        Assert.InRange(values.Average(x => (double)x) * root, -4, 4);
        Assert.InRange((values.Average(x => (double)x * x) - 1) * root / Math.Sqrt(2), -4, 4);
        Assert.InRange(values.Average(x => (double)x * x * x) * root / Math.Sqrt(15), -4, 4);
        Assert.InRange((values.Average(x => (double)x * x * x * x) - 3) * root / Math.Sqrt(96), -4, 4);
        Assert.InRange(values.Count(x => x > 1.959964f) / (double)Draws, 0.0236, 0.0264);
    }

    [Fact]
    public void A_shuffle_keeps_every_item()
    {
        int[] items = [.. Enumerable.Range(0, 1000)];
        new RandomStream(6).Shuffle(items.AsSpan());
        Assert.NotEqual(Enumerable.Range(0, 1000), items);
        Assert.Equal(Enumerable.Range(0, 1000), items.Order());
    }

    [Fact]
    public void All_orders_are_equally_likely()
    {
        var stream = new RandomStream(7);
        int[] orders = new int[24];
        Span<int> items = stackalloc int[4];
        for (int i = 0; i < 24_000; i++)
        {
            for (int j = 0; j < 4; j++) items[j] = j;
            stream.Shuffle(items);
            int smaller = items[2] < items[3] ? 0 : 1;
            int second = (items[1] > items[2] ? 1 : 0) + (items[1] > items[3] ? 1 : 0);
            orders[items[0] * 6 + second * 2 + smaller]++;
        }
        // 23 degrees of freedom: 0.01 % lie above 55.
        Assert.InRange(ChiSquare(orders), 3, 55);
    }
}
