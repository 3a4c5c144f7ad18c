namespace Tributary.Tensors.Tests;

public sealed class NormalQuantileTests
{
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.9599639845400542)]
    [InlineData(0.001, -3.0902323061678135)]
    [InlineData(0.9, 1.2815515655446004)]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(1e-30, -11.464024688443617)]
    public void Finds_the_values_of_tables(double p, double x) => Assert.Equal(x, NormalQuantile.Of(p), 1e-13);

    [Fact]
    public void Is_infinite_at_the_ends_and_refuses_what_is_no_probability()
    {
        Assert.Equal(double.NegativeInfinity, NormalQuantile.Of(0));
        Assert.Equal(double.PositiveInfinity, NormalQuantile.Of(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalQuantile.Of(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalQuantile.Of(double.NaN));
    }
}
