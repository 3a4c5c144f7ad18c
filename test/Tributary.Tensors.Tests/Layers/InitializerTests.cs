namespace Tributary.Tensors.Tests;

public sealed class InitializerTests
{
    [Fact]
    public void Uniform_stays_within_one_over_the_root_of_fan_in()
    {
        float[] values = Draw(Initializer.Uniform(fanIn: 25));
        Assert.All(values, value => Assert.InRange(value, -0.2f, 0.2f));
        Assert.Equal(0.2 / Math.Sqrt(3), Deviation(values), 2e-3);
    }

    [Fact]
    public void Xavier_has_variance_two_over_fan_in_plus_fan_out() =>
        Assert.Equal(Math.Sqrt(2.0 / 50), Deviation(Draw(Initializer.XavierUniform(20, 30))), 3e-3);

    [Fact]
    public void Normal_has_the_given_deviation() => Assert.Equal(0.02, Deviation(Draw(Initializer.Normal(0.02f))), 5e-4);

    [Fact]
    public void Zeros_and_ones_are_what_they_say()
    {
        Assert.All(Draw(Initializer.Zeros), value => Assert.Equal(0, value));
        Assert.All(Draw(Initializer.Ones), value => Assert.Equal(1, value));
    }

    private static float[] Draw(Initializer initializer)
    {
        float[] values = new float[10_000];
        initializer.Fill(values, new RandomStream(1));
        return values;
    }

    private static double Deviation(float[] values) => Math.Sqrt(values.Average(value => (double)value * value));
}
