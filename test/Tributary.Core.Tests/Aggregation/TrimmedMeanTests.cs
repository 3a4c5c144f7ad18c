namespace Tributary.Core.Tests;

public sealed class TrimmedMeanTests : AggregatorLaws
{
    public override string Vector => "trimmed_mean";

    public override IAggregator Rule(int clients, int bad) => new TrimmedMean { Fraction = (double)bad / clients };

    [Theory]
    [InlineData(0.0, 10, 5.5)]
    [InlineData(0.3, 10, 5.5)]
    [InlineData(0.29, 100, 50.5)]
    [InlineData(0.49, 2, 1.5)]
    [InlineData(0.4999999999, 2, 1.5)]
    public void Leaves_out_the_same_share_at_both_ends(double fraction, int clients, double expected)
    {
        UpdateSpec spec = Spec(1, clients);
        IAggregation fold = new TrimmedMean { Fraction = fraction }.Begin(spec);
        for (int i = 1; i <= clients; i++) fold.Add(new RealPayload(spec.Segments, [i, 1]));
        Assert.Equal(expected, fold.Finish().Mean()[0], 1e-12);
    }

    [Theory]
    [InlineData(0.1, 110.0 / 8)] // 100 is left out, 50 is not
    [InlineData(0.2, 55.0 / 6)]
    public void An_outlier_counts_unless_it_is_within_the_share(double fraction, double expected)
    {
        UpdateSpec spec = Spec(1, 10);
        IAggregation fold = new TrimmedMean { Fraction = fraction }.Begin(spec);
        foreach (float value in new float[] { 1, 5, 100, 7, 8, 9, 10, 10, 11, 50 }) fold.Add(new RealPayload(spec.Segments, [value, 1]));
        Assert.Equal(expected, fold.Finish().Mean()[0], 1e-12);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    public void Refuses_a_fraction_that_leaves_nothing(double fraction) =>
        Assert.Equal("$.aggregator.fraction", Assert.Single(new TrimmedMean { Fraction = fraction }.Check("$.aggregator")).Path);
}
