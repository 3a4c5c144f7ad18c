using Tributary.Tensors;

namespace Tributary.Privacy.Tests;

public sealed class NoiseTests
{
    [Theory]
    [InlineData(0.4)]
    [InlineData(1)]
    [InlineData(1.7)]
    [InlineData(6)]
    [InlineData(23.3)]
    public void Discrete_Gaussian_numbers_have_their_probabilities(double sigma) =>
        Fit.Check(new DiscreteGaussian(sigma), k => Math.Exp(-k * (double)k / (2 * sigma * sigma)), (int)(3 * sigma) + 1, seed: 11);

    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(10)]
    public void Discrete_Laplace_numbers_have_their_probabilities(double scale) =>
        Fit.Check(new DiscreteLaplace(scale), k => Math.Exp(-Math.Abs(k) / scale), (int)(6 * scale) + 1, seed: 12);

    /// <remarks>At these sizes the lattice is so fine that a cell's probability is the normal's, to many digits (Poisson's sum).</remarks>
    [Theory]
    [InlineData(12_345)]
    [InlineData(1e6)]
    [InlineData(1.1e12)]
    public void Wide_discrete_Gaussian_numbers_are_normal_in_the_middle_and_in_the_tails(double sigma)
    {
        const int draws = 400_000;
        long[] values = Fit.Draw(new DiscreteGaussian(sigma), draws, seed: 13);
        double[] borders = [.. Enumerable.Range(-40, 81).Select(i => i / 10.0)];
        long[] counts = Fit.Count(values, [.. borders.Select(border => Math.Ceiling(border * sigma))]);
        double[] below = [0, .. borders.Select(border => 1 - StandardNormal.Tail((Math.Ceiling(border * sigma) - 0.5) / sigma)), 1];
        double normal = Fit.ChiSquare(counts, [.. below.Skip(1).Zip(below, (next, last) => next - last)]);
        Assert.True(Math.Abs(normal) < 3.5, $"{normal}");
        foreach (double far in new[] { 3.0, 3.5, 4.0 })
        {
            double probability = 2 * StandardNormal.Tail((Math.Ceiling(far * sigma) - 0.5) / sigma);
            double deviation = Fit.Deviation(values.Count(v => Math.Abs(v) >= far * sigma), draws, probability);
            Assert.True(Math.Abs(deviation) < 3.5, $"beyond {far}: {deviation}");
        }
    }

    [Theory]
    [InlineData(1e4)]
    [InlineData(123.25)]
    public void Wide_discrete_Laplace_numbers_have_exponential_tails(double scale)
    {
        const int draws = 400_000;
        long[] values = Fit.Draw(new DiscreteLaplace(scale), draws, seed: 14);
        double ratio = Math.Exp(-1 / scale);
        foreach (int far in new[] { 0, 1, 2, 4, 6, 8 })
        {
            double from = Math.Ceiling(far * scale) + 1;
            double probability = 2 * Math.Pow(ratio, from) / (1 + ratio);
            double deviation = Fit.Deviation(values.Count(v => Math.Abs(v) >= from), draws, probability);
            Assert.True(Math.Abs(deviation) < 3.5, $"beyond {far}: {deviation}");
        }
    }

    [Fact]
    public void The_variance_of_sums_is_the_sum_of_variances()
    {
        foreach (INoise noise in new INoise[] { new DiscreteGaussian(1000), new DiscreteLaplace(700) })
        {
            const int sums = 20_000, each = 16;
            double square = Fit.Draw(noise, sums * each, seed: 15).Chunk(each).Average(chunk => Math.Pow(chunk.Sum(), 2));
            // The mean of 20 000 squares of nearly normal numbers is right within 1 % (a standard deviation).
            Assert.Equal(1, square / (each * noise.Variance), 0.035);
        }
    }

    [Fact]
    public void Both_signs_are_equally_likely_and_zero_has_no_second_one()
    {
        long[] values = Fit.Draw(new DiscreteLaplace(0.5), 400_000, seed: 16);
        int zeros = values.Count(v => v == 0);
        Assert.True(Math.Abs(Fit.Deviation(values.Count(v => v > 0), values.Length - zeros, 0.5)) < 3.5);
        Assert.True(Math.Abs(Fit.Deviation(zeros, values.Length, Math.Tanh(1))) < 3.5); // (1 - e^-2) / (1 + e^-2)
    }

    [Theory]
    [InlineData(1, 2, 0x7FFFFFFFu, 0UL, true)]
    [InlineData(1, 2, 0x80000000u, 0UL, false)]
    [InlineData(1, 3, 0x55555555u, 0x5555555555555554UL, true)]
    [InlineData(1, 3, 0x55555555u, 0x5555555555555556UL, false)]
    public void What_32_bits_do_not_decide_more_bits_do(ulong numerator, ulong denominator, uint first, ulong more, bool below)
    {
        // Where the first comparison succeeds, a second number that is far above ends the toss the other way.
        using var bits = new GivenBits([first, (uint)(more >> 32), (uint)more, uint.MaxValue, uint.MaxValue, uint.MaxValue]);
        Assert.Equal(!below, ExponentialCoin.Toss((double)numerator / denominator, new SmallRatio(numerator, denominator), bits));
    }

    [Fact]
    public void Coins_fall_with_probability_exp_of_minus_x()
    {
        using var bits = new SeededBits(new RandomStream(17));
        foreach (ulong tenths in new ulong[] { 0, 1, 5, 9, 10 })
        {
            int heads = 0;
            for (int i = 0; i < 200_000; i++) heads += ExponentialCoin.Toss(tenths / 10.0, new SmallRatio(tenths, 10), bits) ? 1 : 0;
            double probability = Math.Exp(-(tenths / 10.0));
            if (tenths == 0) Assert.Equal(200_000, heads);
            else Assert.True(Math.Abs(Fit.Deviation(heads, 200_000, probability)) < 3.5);
        }
        int ones = 0;
        for (int i = 0; i < 200_000; i++) ones += ExponentialCoin.TossOne(bits) ? 1 : 0;
        Assert.True(Math.Abs(Fit.Deviation(ones, 200_000, Math.Exp(-1))) < 3.5);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(3.75)]
    [InlineData(1e15)]
    [InlineData(7e-9)]
    public void A_double_is_the_fraction_it_says(double value)
    {
        (System.Numerics.BigInteger numerator, System.Numerics.BigInteger denominator) = Ratio.Of(value);
        Assert.Equal(value, (double)numerator / (double)denominator);
        Assert.True(denominator.IsPowerOfTwo);
        Assert.True(denominator.IsOne || !numerator.IsEven);
    }

    [Fact]
    public void Bits_of_the_system_differ_and_those_of_a_seed_do_not()
    {
        var noise = new DiscreteGaussian(1e5);
        using SystemBits one = new(), two = new();
        long[] a = new long[8], b = new long[8];
        noise.Fill(a, one);
        noise.Fill(b, two);
        Assert.NotEqual(a, b);
        Assert.True(one.IsSecret);
        Assert.Equal(Fit.Draw(noise, 8, seed: 1), Fit.Draw(noise, 8, seed: 1));
        Assert.False(new SeededBits(new RandomStream(1)).IsSecret);
    }

    [Fact]
    public void Scales_that_cannot_be_drawn_are_refused() => Assert.All([0, -1, double.NaN, double.PositiveInfinity, 1e-4], scale =>
    {
        Assert.ThrowsAny<ArgumentException>(() => new DiscreteGaussian(scale));
        Assert.ThrowsAny<ArgumentException>(() => new DiscreteLaplace(scale));
    });
}
