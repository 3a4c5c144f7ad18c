namespace Tributary.Tensors.Tests;

public sealed class ReductionTests
{
    private readonly RandomStream _random = new(3);

    [Fact]
    public void Reductions_agree_with_double_precision_at_every_length()
    {
        for (int length = 1; length < 100; length++)
        {
            float[] x = Random(length), y = Random(length);
            Close(x.Sum(v => (double)v), Reduction.Sum(x));
            Close(x.Zip(y, (a, b) => (double)a * b).Sum(), Reduction.Dot(x, y));
            Close(x.Zip(y, (a, b) => ((double)a - b) * ((double)a - b)).Sum(), Reduction.SquaredDistance(x, y));
            Close(x.Sum(v => (v - 0.25) * (v - 0.25)), Reduction.SumOfSquaredDeviations(x, 0.25f));
            Close(x.Zip(y, (a, b) => (a - 0.25) * b).Sum(), Reduction.DotCentered(x, 0.25f, y));
            Assert.Equal(x.Max(), Reduction.Max(x));
        }
    }

    [Fact]
    public void Sums_run_over_16_lanes_that_are_combined_by_halves()
    {
        for (int length = 1; length < 100; length++)
        {
            float[] x = Random(length), lanes = new float[16];
            for (int i = 0; i < length; i++) lanes[i % 16] += x[i];
            for (int width = 8; width > 0; width /= 2)
                for (int i = 0; i < width; i++)
                    lanes[i] += lanes[i + width];
            Assert.Equal(lanes[0], Reduction.Sum(x));
        }
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(5, 31)]
    [InlineData(4, 77)]
    public void Rows_are_summed_in_their_order(int rows, int columns)
    {
        float[] x = Random(rows * columns), sum = Random(columns), expected = [.. sum];
        for (int i = 0; i < x.Length; i++) expected[i % columns] += x[i];
        Reduction.SumRows(x, sum, add: true);
        Assert.Equal(expected, sum);
        Array.Clear(expected);
        for (int i = 0; i < x.Length; i++) expected[i % columns] += x[i];
        Reduction.SumRows(x, sum, add: false);
        Assert.Equal(expected, sum);
    }

    private static void Close(double expected, float actual) => Assert.Equal(expected, actual, 1e-6 * Math.Max(1, Math.Abs(expected)));

    private float[] Random(int count)
    {
        float[] values = new float[count];
        foreach (ref float value in values.AsSpan()) value = 2 * _random.NextSingle() - 1;
        return values;
    }
}
