namespace Tributary.Core.Tests;

public sealed class MedianTests : AggregatorLaws
{
    public override string Vector => "median";

    public override IAggregator Rule(int clients, int bad) => new Median();

    [Fact]
    public void An_even_number_averages_the_two_in_the_middle_without_rounding()
    {
        UpdateSpec spec = Spec(1, 4);
        IAggregation fold = new Median().Begin(spec);
        foreach (long value in new[] { 100, 3, 4, -100 }) fold.Add(new RingPayload(spec.Segments, [(ulong)value, FixedPoint.One]));
        Assert.Equal(3.5, fold.Finish().Mean()[0] * FixedPoint.One);
    }

    [Fact]
    public void Compares_what_contributions_are_per_weight()
    {
        UpdateSpec spec = Spec(1, 3);
        IAggregation fold = new Median().Begin(spec);
        foreach ((float value, float weight) in new[] { (0.25f * 5, 0.25f), (1f * 7, 1f), (0.5f * 6, 0.5f) }) fold.Add(new RealPayload(spec.Segments, [value, weight]));
        Assert.Equal(6, fold.Finish().Mean()[0], 1e-12);
    }

    [Fact]
    public void A_huge_mean_of_a_tiny_weight_overflows_nothing()
    {
        UpdateSpec spec = Spec(1, 4);
        IAggregation fold = new Median().Begin(spec);
        foreach (ulong sign in new[] { 1UL, 1UL, 1UL }) fold.Add(new RingPayload(spec.Segments, [sign << 59, 1]));
        fold.Add(new RingPayload(spec.Segments, [unchecked((ulong)-(1L << 59)), 1]));
        Assert.Equal(FixedPoint.Limit(4), fold.Finish().Mean()[0], 1e-6);
    }
}
