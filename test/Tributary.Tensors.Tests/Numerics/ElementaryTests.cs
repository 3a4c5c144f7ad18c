namespace Tributary.Tensors.Tests;

public sealed class ElementaryTests
{
    private static IEnumerable<double> Grid(double from, double to)
    {
        var random = new RandomStream(11);
        for (int i = 0; i < 20_000; i++) yield return from + (to - from) * random.NextDouble();
    }

    private static void AssertRelative(double expected, double actual, double error) =>
        Assert.True(Math.Abs(actual - expected) <= error * Math.Abs(expected), $"expected {expected:R}, got {actual:R}");

    // The platform's functions are themselves within one unit in the last place, 2.3e-16, of the truth.
    [Fact]
    public void Exp_agrees_with_the_platform()
    {
        foreach (double x in Grid(-700, 700)) AssertRelative(Math.Exp(x), Elementary.Exp(x), 6.3e-16);
        foreach (double x in Grid(-1, 1)) AssertRelative(Math.Exp(x), Elementary.Exp(x), 6.3e-16);
    }

    [Fact]
    public void Exp_meets_its_ends()
    {
        Assert.Equal(1, Elementary.Exp(0));
        Assert.Equal(double.PositiveInfinity, Elementary.Exp(710));
        Assert.Equal(double.PositiveInfinity, Elementary.Exp(double.PositiveInfinity));
        Assert.Equal(0, Elementary.Exp(double.NegativeInfinity));
        Assert.Equal(double.Epsilon, Elementary.Exp(-744.5));
        Assert.Equal(double.NaN, Elementary.Exp(double.NaN));
        AssertRelative(Math.Exp(709.7), Elementary.Exp(709.7), 6.3e-16);
        AssertRelative(Math.Exp(-720), Elementary.Exp(-720), 1e-10);
    }

    [Fact]
    public void Log_agrees_with_the_platform()
    {
        foreach (double x in Grid(1e-9, 0.9)) AssertRelative(Math.Log(x), Elementary.Log(x), 6.3e-16);
        foreach (double x in Grid(1.1, 1e9)) AssertRelative(Math.Log(x), Elementary.Log(x), 6.3e-16);
        Assert.Equal(0, Elementary.Log(1));
    }

    [Fact]
    public void Sine_and_cosine_agree_with_the_platform()
    {
        foreach (double x in Grid(-10, 10).Concat(Grid(-(1 << 20), 1 << 20)))
        {
            Assert.Equal(Math.Sin(x), Elementary.Sin(x), 5e-16);
            Assert.Equal(Math.Cos(x), Elementary.Cos(x), 5e-16);
        }
        Assert.Equal(0, Elementary.Sin(0));
        Assert.Equal(1, Elementary.Cos(0));
        Assert.Equal(-1, Elementary.Cos(Math.PI));
    }

    [Theory]
    [InlineData(1.1e6)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void Refuses_angles_it_cannot_reduce(double angle)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Elementary.Sin(angle));
        Assert.Throws<ArgumentOutOfRangeException>(() => Elementary.Cos(angle));
    }

    [Fact]
    public void Real_powers_agree_with_the_platform()
    {
        foreach (double y in Grid(-30, 30))
        {
            const double X = 3.7;
            AssertRelative(Math.Pow(X, y), Elementary.Pow(X, y), 1e-15 * (1 + Math.Abs(y * Math.Log(X))));
        }
    }

    [Fact]
    public void Whole_powers_are_those_of_repeated_multiplication()
    {
        Assert.Equal(1, Elementary.Pow(0, 0L));
        Assert.Equal(1024, Elementary.Pow(2, 10L));
        Assert.Equal(-27, Elementary.Pow(-3, 3L));
        AssertRelative(Math.Pow(0.999, 10_000), Elementary.Pow(0.999, 10_000L), 2.3e-12);
        Assert.Equal(0, Elementary.Pow(0.9, long.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => Elementary.Pow(2, -1L));
    }
}
