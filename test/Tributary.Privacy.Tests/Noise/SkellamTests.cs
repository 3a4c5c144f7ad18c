using System.Numerics;

namespace Tributary.Privacy.Tests;

public sealed class SkellamTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(40)]
    [InlineData(1000)]
    public void Numbers_have_their_probabilities(double variance)
    {
        // Ratios of modified Bessel functions by the recurrence from above (Miller).
        double[] ratios = new double[4000];
        for (int k = ratios.Length - 2; k >= 1; k--) ratios[k] = 1 / (2 * k / variance + ratios[k + 1]);
        double[] weights = new double[ratios.Length];
        weights[0] = 1;
        for (int k = 1; k < weights.Length; k++) weights[k] = weights[k - 1] * ratios[k];
        Fit.Check(new SkellamNoise(variance), k => Math.Abs(k) < weights.Length ? weights[Math.Abs(k)] : 0, (int)(3 * Math.Sqrt(variance)) + 1, seed: 21);
    }

    /// <remarks>So wide that the normal's third decimal is the least that a test of this size could see.</remarks>
    [Theory]
    [InlineData(2e8)]
    [InlineData(1e12)]
    [InlineData(1e18)]
    public void Wide_numbers_are_normal_in_the_middle_and_in_the_tails(double variance)
    {
        const int draws = 300_000;
        double sigma = Math.Sqrt(variance);
        long[] values = Fit.Draw(new SkellamNoise(variance), draws, seed: 22);
        double[] borders = [.. Enumerable.Range(-40, 81).Select(i => i / 10.0)];
        long[] counts = Fit.Count(values, [.. borders.Select(border => border * sigma)]);
        double[] below = [0, .. borders.Select(border => 1 - StandardNormal.Tail(border)), 1];
        double normal = Fit.ChiSquare(counts, [.. below.Skip(1).Zip(below, (next, last) => next - last)]);
        Assert.True(Math.Abs(normal) < 3.5, $"{normal}");
        double deviation = Fit.Deviation(values.Count(v => Math.Abs(v) >= 3.5 * sigma), draws, 2 * StandardNormal.Tail(3.5));
        Assert.True(Math.Abs(deviation) < 3.5, $"{deviation}");
    }

    [Fact]
    public void Sums_of_shares_have_the_variance_of_the_whole()
    {
        const int clients = 8, sums = 20_000;
        var share = new SkellamNoise(50);
        double square = Fit.Draw(share, clients * sums, seed: 23).Chunk(clients).Average(chunk => Math.Pow(chunk.Sum(), 2));
        Assert.Equal(1, square / (clients * share.Variance), 0.035);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(300)]
    [InlineData(4096)]
    [InlineData(5000)]
    [InlineData(1_000_000)]
    public void Weights_in_doubles_lie_within_their_enclosures(long mean)
    {
        var weights = new PoissonWeights(mean);
        long reach = (long)(12 * Math.Sqrt(mean)) + 5;
        for (long j = Math.Max(-mean, -reach); j <= reach; j += Math.Max(1, reach / 40))
        {
            (BigInteger low, BigInteger high) = weights.Enclose(j, 96);
            double unit = Math.ScaleB(1, -96), approximate = weights.Approximate(j), slack = Math.ScaleB(1 + approximate, -35);
            Assert.True(high - low <= 4, "The enclosure is wide.");
            Assert.InRange(approximate, (double)low * unit - slack, (double)high * unit + slack);
        }
    }

    [Theory]
    [InlineData(3000, 150)]
    [InlineData(3000, -150)]
    [InlineData(1_000_000_000, 2000)]
    [InlineData(1_000_000_000, -2000)]
    public void The_series_and_the_product_enclose_the_same_number(long mean, long j)
    {
        var weights = new PoissonWeights(mean);
        (BigInteger low, BigInteger high) = weights.Product(j, 96);
        (BigInteger seriesLow, BigInteger seriesHigh) = weights.Series(j, 96);
        Assert.True(seriesLow <= high && low <= seriesHigh);
        Assert.True(seriesHigh - seriesLow < 1 << 20, $"{seriesHigh - seriesLow}");
    }

    [Fact]
    public void Logarithms_are_enclosed()
    {
        (BigInteger low, BigInteger high) = BigLogarithm.Enclose(2, 1, 100);
        Assert.Equal(0.6931471805599453, (double)low * Math.ScaleB(1, -100), 1e-15);
        Assert.InRange(high - low, 0, 3);
        // ln(2/3) + ln(3/2) = 0
        (BigInteger a, BigInteger b) = BigLogarithm.Enclose(2, 3, 80);
        (BigInteger c, BigInteger d) = BigLogarithm.Enclose(3, 2, 80);
        Assert.True(a + c <= 0 && b + d >= 0);
        Assert.Equal(Math.Log(12345.0 / 67), (double)BigLogarithm.Enclose(12345, 67, 80).Low * Math.ScaleB(1, -80), 1e-14);
    }

    [Fact]
    public void Probabilities_of_the_proposal_are_probabilities() => Assert.All([1L, 2, 3, 5, 10, 99, 100, 101, 10_000], mean =>
    {
        // c - |j| / s + w is never below zero: else the coin would have to fall more often than always.
        var weights = new PoissonWeights(mean);
        long scale = (long)Math.Ceiling(Math.Sqrt(mean));
        double c = mean < 100 ? 1 : 0.6;
        for (long j = -mean; j <= 20 * scale; j++)
            Assert.True(c - (double)Math.Abs(j) / scale + weights.Approximate(j) >= -1e-12, $"{mean}: {j}");
    });

    [Fact]
    public void Variances_that_cannot_be_drawn_are_refused() => Assert.All([0, -1, double.NaN, 1e30], variance =>
        Assert.ThrowsAny<ArgumentException>(() => new SkellamNoise(variance)));
}
