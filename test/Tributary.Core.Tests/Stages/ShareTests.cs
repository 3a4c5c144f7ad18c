namespace Tributary.Core.Tests;

public sealed class ShareTests : StageLaws
{
    public override IStage Stage => new Share { Tensors = ["body.*", "*.bias"] };

    public override double Tolerance => 1e-7;

    public override IReadOnlyList<IStage> Impossible => [new Share { Tensors = [] }];

    [Fact]
    public void Only_matching_tensors_and_the_tail_leave_the_client()
    {
        UpdateSpec wire = new Pipeline(new Share { Tensors = ["head.*"] }).Plan(new SmallFederation().Spec()).Wire;
        Assert.Equal(["head.weight", "head.bias", "metrics", "weight"], wire.Segments.Select(segment => segment.Name));
    }

    [Fact]
    public async Task The_values_of_shared_tensors_are_sent_unchanged()
    {
        var federation = new SmallFederation { Weighting = Weighting.Uniform };
        var sent = (RealPayload)await federation.EncodeAsync(new Pipeline(new Share { Tensors = ["head.*"] }).Plan(federation.Spec()), 4);
        Assert.Equal(federation.Update(4).Values[45..], sent.Values);
    }

    [Theory]
    [InlineData("lora.*")]
    [InlineData("body.weights")]
    [InlineData("BODY.*")]
    public void Refuses_a_pattern_that_no_tensor_fits_and_names_the_tensors(string pattern)
    {
        var refused = Assert.Throws<CompositionException>(() => new Pipeline(new Share { Tensors = ["head.*", pattern] }).Plan(new SmallFederation().Spec()));
        Assert.Equal(ProblemCodes.StageDoesNotFit, refused.Code);
        Assert.Equal(
            $"'share' finds no tensor that '{pattern}' fits, so nothing would be learnt by it. Use patterns for some of: body.weight, body.bias, head.weight, head.bias.",
            refused.Message);
    }
}
