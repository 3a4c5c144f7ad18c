namespace Tributary.Core.Tests;

public sealed class MeanTests : AggregatorLaws
{
    public override string Vector => "average";

    public override IAggregator Rule(int clients, int bad) => new Mean();

    [Fact]
    public void Weighs_by_what_contributions_say_of_themselves()
    {
        UpdateSpec spec = Spec(1, 2);
        IAggregation fold = new Mean().Begin(spec);
        fold.Add(new RealPayload(spec.Segments, [0.5f * 8, 0.5f]));
        fold.Add(new RealPayload(spec.Segments, [0.25f * 2, 0.25f]));
        Assert.Equal([6, 0.75], fold.Finish().Mean());
    }
}
