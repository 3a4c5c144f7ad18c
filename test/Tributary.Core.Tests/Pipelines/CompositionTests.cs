namespace Tributary.Core.Tests;

public sealed class CompositionTests
{
    private static readonly Quantize _quantize = new() { Range = 1 };
    private static readonly Clip _clip = new() { Norm = 1 };
    private static readonly ToyPairwiseMask _mask = new();

    private static readonly SmallFederation _weighted = new(), _uniform = new() { Weighting = Weighting.Uniform };

    [Fact]
    public void What_must_be_read_alone_cannot_stand_before_what_is_read_as_a_sum() => Refuses(
        ProblemCodes.EachBeforeSum,
        "'pairwise-mask' can only be read as a sum, but 'zip' before it must be read one update at a time. Move 'zip' after 'pairwise-mask'.",
        _weighted, Sees.Sum, new Zip(), _quantize, _mask);

    [Theory]
    [MemberData(nameof(SparseOrScaledByTheClient))]
    public void A_coding_that_cannot_be_moved_is_told_what_to_put_in_its_place(IStage stage) => Refuses(
        ProblemCodes.EachBeforeSum,
        $"'pairwise-mask' can only be read as a sum, but '{stage.Name}' before it must be read one update at a time. " +
        "Put a stage in its place that can be added, such as 'rand-k' or 'quantize' with a common scale.",
        _weighted, Sees.Sum, stage, _mask);

    public static TheoryData<IStage> SparseOrScaledByTheClient => [new TopK { Fraction = 0.1 }, new Quantize { Scale = QuantizationScale.Block }];

    [Fact]
    public void A_median_needs_more_than_one_group() => Refuses(
        ProblemCodes.TooFewContributions,
        "The aggregator compares contributions, but only 1 will be readable. Use smaller groups, or an aggregator that sums.",
        _weighted, Sees.Contributions, _quantize, _mask);

    [Fact]
    public void A_median_over_two_groups_is_refused_and_over_three_is_not()
    {
        Refuses(ProblemCodes.TooFewContributions, null, _weighted, Sees.Contributions, _quantize, new ToyPairwiseMask(5));
        new Pipeline(_quantize, new ToyPairwiseMask(4)).Plan(_weighted.Spec(Sees.Contributions));
    }

    [Theory]
    [MemberData(nameof(WorkInTheRing))]
    public void Masks_and_sums_work_in_the_ring(IStage stage) => Refuses(
        ProblemCodes.WrongPayloadKind, $"'{stage.Name}' works in the ring. Put 'quantize' before it.", _weighted, Sees.Sum, stage);

    public static TheoryData<IStage> WorkInTheRing => [_mask, new PlainSum(), new ToyCipher()];

    [Fact]
    public void What_works_on_floats_stands_before_the_ring() => Refuses(
        ProblemCodes.WrongPayloadKind,
        "'rand-k' works on floats, but 'quantize' before it has brought the update into the ring. Move 'rand-k' before 'quantize'.",
        _weighted, Sees.Sum, _quantize, new RandK { Fraction = 0.1 });

    [Fact]
    public void Bytes_are_read_by_nobody_but_their_stage() => Refuses(
        ProblemCodes.WrongPayloadKind,
        "'quantize' works on floats, but 'zip' before it has made bytes of the update that only 'zip' can read. Move 'zip' after 'quantize'.",
        _weighted, Sees.Sum, new Zip(), _quantize);

    [Fact]
    public void A_stage_that_works_once_is_not_told_to_stand_before_itself() => Refuses(
        ProblemCodes.WrongPayloadKind, "'quantize' works on floats, and works once. Remove the second 'quantize'.", _weighted, Sees.Sum, _quantize, _quantize);

    [Fact]
    public void Clipping_comes_before_weighing() => Refuses(
        ProblemCodes.RawStageTooLate,
        "'clip' works on what one client did, but 'quantize' before it has already turned that into a share of a sum. Move 'clip' before 'quantize'.",
        _weighted, Sees.Sum, _quantize, _clip);

    [Fact]
    public void Noise_needs_a_bound() => Refuses(
        "TRB0201", "'central-noise' needs a bounded update. Put 'clip' before it.", _uniform, Sees.Sum, new ToyCentralNoise(1));

    [Fact]
    public void Error_feedback_takes_the_bound_that_noise_needs() => Refuses(
        "TRB0201", null, _uniform, Sees.Sum, _clip, new TopK { Fraction = 0.1 }, new ToyCentralNoise(1));

    [Fact]
    public void Noise_needs_equal_weights() => Refuses(
        "TRB0202", "'central-noise' is calibrated for equal weights. Set weighting to uniform.", _weighted, Sees.Sum, _clip, new ToyCentralNoise(1));

    [Fact]
    public void Noise_needs_a_sum() => Refuses(
        "TRB0203", "'central-noise' is calibrated for a sum, but the aggregator compares contributions.",
        _uniform, Sees.Contributions, _clip, new ToyCentralNoise(1));

    [Fact]
    public void Weighing_stands_after_the_last_raw_stage_wherever_that_is()
    {
        Assert.Equal(["weigh"], Names());
        Assert.Equal(["clip", "weigh"], Names(_clip));
        Assert.Equal(["share", "clip", "weigh", "quantize", "zip"], Names(new Share { Tensors = ["*"] }, _clip, _quantize, new Zip()));

        static IEnumerable<string> Names(params IStage[] stages) => new Pipeline(stages).Plan(_weighted.Spec()).Stages.Select(stage => stage.Name);
    }

    private static void Refuses(string code, string? message, SmallFederation federation, Sees sees, params IStage[] stages)
    {
        var refused = Assert.Throws<CompositionException>(() => new Pipeline(stages).Plan(federation.Spec(sees)));
        Assert.Equal(code, refused.Code);
        if (message is not null) Assert.Equal(message, refused.Message);
    }
}
