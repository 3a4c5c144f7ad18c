namespace Tributary.Cli.Tests;

public sealed class SpreadTests
{
    [Fact]
    public void One_value_is_all_three() => Assert.Equal(new Spread(3, 3, 3), Spread.Of([3]));

    [Fact]
    public void Of_eleven_values_the_median_is_the_sixth_and_p90_the_tenth() =>
        Assert.Equal(new Spread(1, 6, 10), Spread.Of([7, 3, 11, 1, 9, 5, 2, 10, 4, 8, 6]));

    [Fact]
    public void Of_an_even_number_the_median_lies_between_the_two_in_the_middle() =>
        Assert.Equal(new Spread(1, 2.5, 3.7), Round(Spread.Of([4, 1, 3, 2])));

    [Fact]
    public void Ratios_are_theirs_over_ours()
    {
        var turns = new Paired([1, 2, 4], [4, 4, 4]);
        Assert.Equal(2, turns.Ratio);
        Assert.Equal(2, turns.PairedRatio);
    }

    [Fact]
    public void The_ratio_of_turns_is_the_median_of_the_ratios_of_each()
    {
        var turns = new Paired([1, 10, 100], [3, 10, 50]);
        Assert.Equal(1, turns.Ratio);
        Assert.Equal(1, turns.PairedRatio);
        Assert.Equal(0.75, new Paired([1, 10, 100, 4], [3, 10, 50, 2]).PairedRatio);
    }

    private static Spread Round(Spread spread) => spread with { P90 = Math.Round(spread.P90, 12) };
}
