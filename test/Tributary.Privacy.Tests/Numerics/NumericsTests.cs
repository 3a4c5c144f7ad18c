using Tributary.Tensors;

namespace Tributary.Privacy.Tests;

public sealed class NumericsTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(256)]
    public void The_transform_is_the_sum_of_its_definition_and_its_inverse_gives_back(int length)
    {
        var random = new RandomStream(7);
        double[] values = [.. Enumerable.Range(0, length).Select(_ => random.NextNormal())], back = new double[length];
        double[] real = new double[length / 2 + 1], imaginary = new double[length / 2 + 1];
        RealTransform.Of(length).Forward(values, real, imaginary);
        for (int k = 0; k <= length / 2; k++)
        {
            double sumReal = 0, sumImaginary = 0;
            for (int i = 0; i < length; i++)
            {
                sumReal += values[i] * Math.Cos(2 * Math.PI * k * i / length);
                sumImaginary -= values[i] * Math.Sin(2 * Math.PI * k * i / length);
            }
            Assert.Equal(sumReal, real[k], 1e-11);
            Assert.Equal(sumImaginary, imaginary[k], 1e-11);
        }
        RealTransform.Of(length).Inverse(real, imaginary, back);
        for (int i = 0; i < length; i++) Assert.Equal(values[i], back[i], 1e-13);
    }

    // Computed with 50 digits.
    [Theory]
    [InlineData(0.1, 0.46017216272297101)]
    [InlineData(1, 0.15865525393145705)]
    [InlineData(3, 1.3498980316300945e-3)]
    [InlineData(8, 6.2209605742717841e-16)]
    [InlineData(20, 2.7536241186062337e-89)]
    [InlineData(-1, 0.84134474606854293)]
    public void Normal_tails_are_right_to_the_last_digits(double x, double tail)
    {
        Assert.Equal(tail, StandardNormal.Tail(x), 4e-16 * (4 + x * x) * tail); // the argument itself is rounded
        if (x > 0) Assert.Equal(tail, StandardNormal.Density(x) * StandardNormal.Mills(x), 1e-13 * tail);
        Assert.Equal(x, StandardNormal.Quantile(1 - tail), x < 5 ? 1e-12 : double.PositiveInfinity);
    }

    [Fact]
    public void Binomial_coefficients_are_right()
    {
        Assert.Equal(Math.Log(252), Logarithms.Choose(10, 5), 1e-13);
        Assert.Equal(Math.Log(4950), Logarithms.Choose(100, 2), 1e-12);
        Assert.Equal(0.5 * Math.Log(Math.PI), Logarithms.Gamma(0.5), 1e-14);
    }

    [Theory]
    [InlineData(1e-20)]
    [InlineData(-1e-9)]
    [InlineData(0.3)]
    public void Small_numbers_survive_logarithm_and_exponential(double x)
    {
        Assert.Equal(x - x * x / 2 + x * x * x / 3 - Math.Pow(x, 4) / 4 + Math.Pow(x, 5) / 5, Logarithms.OnePlus(x), Math.Abs(x) * (x == 0.3 ? 1e-3 : 1e-15));
        Assert.Equal(x, Logarithms.ExponentialMinusOne(Logarithms.OnePlus(x)), 1e-15 * Math.Abs(x) + 1e-30);
    }
}
