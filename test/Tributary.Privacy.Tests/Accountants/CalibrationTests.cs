using Tributary.Core;

namespace Tributary.Privacy.Tests;

public sealed class CalibrationTests
{
    private static readonly PldAccountant _pld = new();

    private static DpEvent Sgd(double noise) => new PoissonSampledEvent(0.01, new GaussianEvent(noise)).Times(1_000);

    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(20)]
    public void The_noise_that_is_found_keeps_the_target_and_a_little_less_does_not(double epsilon)
    {
        double noise = new Calibration(_pld).Noise(Sgd, epsilon, 1e-5, 1e-4);
        Assert.InRange(_pld.Epsilon(Sgd(noise), 1e-5), 0, epsilon);
        Assert.InRange(_pld.Epsilon(Sgd(noise * (1 - 1.1e-4)), 1e-5), epsilon, 2 * epsilon);
    }

    [Fact]
    public void The_known_noise_of_a_known_setting() => Assert.Equal(1.41464, new Calibration(_pld).Noise(Sgd, 1, 1e-5), 2e-4);

    [Fact]
    public void The_steps_that_are_found_keep_the_target_and_one_more_does_not()
    {
        DpEvent step = new PoissonSampledEvent(0.01, new GaussianEvent(1));
        long steps = new Calibration(_pld).Count(step, 1, 1e-5);
        Assert.InRange(_pld.Epsilon(step.Times(steps), 1e-5), 0, 1);
        Assert.InRange(_pld.Epsilon(step.Times(steps + 1), 1e-5), 1, 1.1);
        Assert.Equal(0, new Calibration(_pld).Count(new GaussianEvent(0.1), 0.1, 1e-5));
    }

    [Fact]
    public void Targets_that_cannot_be_met_are_refused()
    {
        Assert.Equal("TRB0205", Assert.Throws<ProblemException>(() => new Calibration(_pld).Noise(
            noise => new GaussianEvent(noise).Times(1_000_000_000), 1e-9, 1e-15)).Problems[0].Code);
        Assert.Equal("TRB0204", Assert.Throws<ProblemException>(() => new Calibration(_pld).Noise(Sgd, 0, 1e-5)).Problems[0].Code);
    }
}
