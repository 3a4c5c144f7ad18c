using Tributary.Tensors;

namespace Tributary.Core.Tests;

public sealed class FixedPointTests
{
    [Fact]
    public void Many_numbers_at_once_round_as_each_alone_does()
    {
        var random = new RandomStream(12);
        for (int trial = 0; trial < 200; trial++)
        {
            float[] values = new float[1 + random.NextInt(70)];
            foreach (ref float value in values.AsSpan()) value = MathF.ScaleB(2 * random.NextSingle() - 1, random.NextInt(70) - 48);
            long[] expected = [.. values.Select((value, i) => i + FixedPoint.Round(value))], sum = [.. values.Select((_, i) => (long)i)];
            FixedPoint.Accumulate(values, sum);
            Assert.Equal(expected, sum);
        }
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(1.5, 2)]
    [InlineData(-0.5, 0)]
    [InlineData(-2.5, -2)]
    [InlineData(2.75, 3)]
    public void Ties_go_to_even(double units, long expected)
    {
        float value = (float)(units * FixedPoint.Unit);
        long[] sum = new long[16];
        FixedPoint.Accumulate(Enumerable.Repeat(value, 16).ToArray(), sum);
        Assert.All(sum, rounded => Assert.Equal(expected, rounded));
        Assert.Equal(expected, FixedPoint.Round(value));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void A_cohort_at_the_limit_does_not_overflow(int cohort) =>
        Assert.InRange((Int128)cohort * FixedPoint.LimitOnGrid(cohort), (Int128)1 << 61, (Int128)1 << 62);
}
