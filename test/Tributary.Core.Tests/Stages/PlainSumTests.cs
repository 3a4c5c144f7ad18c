namespace Tributary.Core.Tests;

public sealed class PlainSumTests : StageLaws
{
    public override IStage Stage => new PlainSum();

    public override double Tolerance => 1.0 / 32767;

    public override IReadOnlyList<IStage> Before => [new Quantize { Bits = 16, Range = 1 }];

    public override IReadOnlyList<IStage> Impossible => [new PlainSum { GroupSize = 1 }, new PlainSum { GroupSize = -3 }];

    [Fact]
    public void Groups_are_the_cohort_or_of_the_size_that_is_asked_for()
    {
        UpdateSpec spec = new SmallFederation().Spec();
        Assert.Equal((12, 1), Read(new PlainSum()));
        Assert.Equal((4, 3), Read(new PlainSum { GroupSize = 4 }));

        (int, int) Read(PlainSum sum) => new Pipeline([.. Before, sum]).Plan(spec).Wire is { GroupSize: var size, Contributions: var count } ? (size, count) : default;
    }

    [Fact]
    public void Refuses_groups_larger_than_the_cohort()
    {
        var refused = Assert.Throws<CompositionException>(() => new Pipeline([.. Before, new PlainSum { GroupSize = 13 }]).Plan(new SmallFederation().Spec()));
        Assert.Equal("'plain-sum' adds groups of 13, but a round has at most 12 clients. Use smaller groups or a larger cohort.", refused.Message);
    }

    [Fact]
    public async Task Grouping_changes_no_bit_of_a_mean()
    {
        var federation = new SmallFederation();
        long[] expected = (await federation.RunAsync(new Pipeline(Before), new Mean())).Values;
        foreach (int size in new[] { 2, 3, 5, 12 })
            Assert.Equal(expected, (await federation.RunAsync(new Pipeline([.. Before, new PlainSum { GroupSize = size }]), new Mean())).Values);
    }
}
