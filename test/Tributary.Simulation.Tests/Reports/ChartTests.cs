namespace Tributary.Simulation.Tests;

/// <summary>Axes have ticks that people read, and thinned curves keep what matters.</summary>
public sealed class ChartTests
{
    [Theory]
    [InlineData(0, 30)]
    [InlineData(0.2845, 0.9703)]
    [InlineData(-3, 1e6)]
    [InlineData(5, 5)]
    public void An_axis_covers_the_data_with_a_few_round_ticks(double lowest, double highest)
    {
        Axis axis = Axis.Linear(lowest, highest, 5);
        Assert.InRange(axis.Ticks.Count, 2, 11);
        Assert.InRange(axis.Position(lowest), 0, 1);
        Assert.InRange(axis.Position(highest), 0, 1);
        double step = axis.Ticks[1] - axis.Ticks[0], digits = step / Math.Pow(10, Math.Floor(Math.Log10(step) + 1e-9));
        Assert.Contains(Math.Round(digits, 6), new[] { 1, 2, 2.5, 5, 10 });
    }

    [Fact]
    public void Thinning_keeps_first_last_highest_and_lowest()
    {
        ChartPoint[] points = [.. Enumerable.Range(0, 5_000).Select(i => new ChartPoint(i, i == 1234 ? 99 : i == 4321 ? -99 : Math.Sin(i)))];
        IReadOnlyList<ChartPoint> kept = Thinning.KeepExtremes(points, 300);
        Assert.InRange(kept.Count, 2, 300);
        Assert.Contains(points[0], kept);
        Assert.Contains(points[^1], kept);
        Assert.Contains(points[1234], kept);
        Assert.Contains(points[4321], kept);
        Assert.Equal(kept.OrderBy(point => point.X), kept);
    }
}
