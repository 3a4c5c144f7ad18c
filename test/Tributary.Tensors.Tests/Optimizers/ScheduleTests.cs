namespace Tributary.Tensors.Tests;

public sealed class ScheduleTests
{
    [Fact]
    public void Constant_is_one_for_ever()
    {
        Assert.Equal(1, Schedule.Constant.Factor(0));
        Assert.Equal(1, Schedule.Constant.Factor(long.MaxValue));
    }

    [Fact]
    public void Warm_up_rises_in_equal_steps_and_hands_over()
    {
        var schedule = new LinearWarmUp { Steps = 3 };
        Assert.Equal([0.25, 0.5, 0.75, 1, 1], Enumerable.Range(0, 5).Select(step => schedule.Factor(step)));
    }

    [Fact]
    public void Cosine_falls_from_one_to_its_floor_and_stays()
    {
        var schedule = new CosineDecay { Steps = 4, Floor = 0.2 };
        double quarter = 0.2 + 0.8 * (1 + Math.Sqrt(0.5)) / 2;
        double[] expected = [1, quarter, 0.6, 1.2 - quarter, 0.2, 0.2];
        for (int step = 0; step < expected.Length; step++) Assert.Equal(expected[step], schedule.Factor(step), 1e-15);
    }

    [Fact]
    public void Step_decay_multiplies_after_every_interval()
    {
        var schedule = new StepDecay { Every = 2, Rate = 0.5 };
        Assert.Equal([1, 1, 0.5, 0.5, 0.25, 0.25], Enumerable.Range(0, 6).Select(step => schedule.Factor(step)));
    }

    [Fact]
    public void Warm_up_composes_with_cosine()
    {
        var schedule = new LinearWarmUp { Steps = 1, Then = new CosineDecay { Steps = 2 } };
        double[] expected = [0.5, 1, 0.5, 0];
        for (int step = 0; step < expected.Length; step++) Assert.Equal(expected[step], schedule.Factor(step), 1e-15);
    }

    [Fact]
    public void Refuses_settings_and_steps_outside_their_range()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearWarmUp { Steps = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineDecay { Steps = 1, Floor = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new StepDecay { Every = 1, Rate = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Constant.Factor(-1));
    }
}
