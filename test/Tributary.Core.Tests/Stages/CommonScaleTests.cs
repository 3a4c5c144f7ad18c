namespace Tributary.Core.Tests;

public sealed class CommonScaleTests : StageLaws
{
    public override IStage Stage => new Quantize { Bits = 8, Range = 1 };

    public override IStage Faithful => new Quantize { Bits = 16, Range = 1 };

    public override double Tolerance => 1.0 / 32767;

    public override IReadOnlyList<IStage> Impossible =>
        [new Quantize { Bits = 1 }, new Quantize { Bits = 17 }, new Quantize { Range = 0 }, new Quantize { Range = double.NaN }, new Quantize { Block = 0 }];

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(16)]
    public async Task The_mean_is_that_of_integers_added_by_hand(int bits)
    {
        var federation = new SmallFederation { Weighting = Weighting.Uniform };
        Aggregate aggregate = await federation.RunAsync(new Pipeline(new Quantize { Bits = bits, Range = 0.25, Rounding = Rounding.Nearest }), new Mean());
        double[] mean = aggregate.Mean();
        int levels = (1 << (bits - 1)) - 1;
        double step = Math.Ceiling(0.25 / levels * Math.Pow(2, 40)) / Math.Pow(2, 40);
        for (int i = 0; i < 63; i++)
        {
            long sum = 0;
            for (int client = 0; client < federation.Clients; client++)
                sum += Math.Clamp((long)Math.Round(federation.Update(client).Values[i] / step), -levels, levels);
            Assert.Equal(sum * step / federation.Clients, mean[i], 1e-15);
        }
    }

    [Fact]
    public async Task Weight_and_metrics_stay_exact()
    {
        var federation = new SmallFederation();
        Aggregate coded = await federation.RunAsync(new Pipeline(new Quantize { Bits = 2, Range = 1 }), new Mean());
        Aggregate plain = await federation.RunAsync(new Pipeline(), new Mean());
        Assert.Equal(plain.Values[^3..], coded.Values[^3..]);
    }

    [Fact]
    public async Task Stochastic_rounding_is_right_on_average_and_nearest_is_not()
    {
        Assert.InRange(await MeanOfAsync(Rounding.Stochastic), 0.29, 0.31);
        Assert.Equal(0, await MeanOfAsync(Rounding.Nearest));

        static async Task<double> MeanOfAsync(Rounding rounding)
        {
            var federation = new SmallFederation { Clients = 400, Weighting = Weighting.Uniform };
            Aggregate aggregate = await federation.RunAsync(
                new Pipeline(new Quantize { Bits = 2, Range = 1, Rounding = rounding }), new Mean(), update: client => All(federation.Update(client), 0.3f));
            return aggregate.Mean()[..63].Average();
        }
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(2, 9)]
    [InlineData(12, 12)]
    [InlineData(16, 12)]
    [InlineData(17, 13)]
    public void A_word_has_room_for_the_sum_of_the_cohort_and_no_more(int clients, int ringBits)
    {
        UpdateSpec wire = new Pipeline(new Quantize { Bits = 8, Range = 1 }).Plan(new SmallFederation { Clients = clients }.Spec()).Wire;
        Assert.Equal(ringBits, wire.Segments[0].RingBits);
        Assert.All(wire.Segments.Where(segment => segment.Role != SegmentRole.Values), segment => Assert.Equal((64, 1L), (segment.RingBits, segment.Step)));
    }

    [Fact]
    public async Task Every_client_at_the_range_still_fits_the_words()
    {
        var federation = new SmallFederation { Weighting = Weighting.Uniform };
        foreach (float value in new[] { 1f, -1f })
        {
            Aggregate aggregate = await federation.RunAsync(
                new Pipeline(new Quantize { Bits = 4, Range = 1 }, new PlainSum()), new Mean(), update: client => All(federation.Update(client), value));
            Assert.All(aggregate.Mean()[..63], mean => Assert.Equal(value, mean, 1e-10));
        }
    }

    [Fact]
    public void Takes_its_range_from_the_norm_that_a_stage_guarantees()
    {
        UpdateSpec wire = new Pipeline(new Clip { Norm = 2 }, new Quantize { Bits = 3 }).Plan(new SmallFederation().Spec()).Wire;
        Assert.Equal((long)Math.Ceiling(2.0 / 3 * FixedPoint.One), wire.Segments[0].Step);
    }

    [Fact]
    public void Refuses_to_guess_a_range()
    {
        var refused = Assert.Throws<CompositionException>(() => new Pipeline(new Quantize()).Plan(new SmallFederation().Spec()));
        Assert.Equal(ProblemCodes.StageDoesNotFit, refused.Code);
        Assert.Equal(
            "'quantize' with a common scale must know how large values can be, for larger ones would be cut off. " +
            "Put 'clip' before it, set its 'range', or set its 'scale' to block.", refused.Message);
    }

    [Fact]
    public void Refuses_a_range_whose_sum_would_overflow()
    {
        var refused = Assert.Throws<CompositionException>(() => new Pipeline(new Quantize { Range = 1e6 }).Plan(new SmallFederation().Spec()));
        Assert.Equal(ProblemCodes.StageDoesNotFit, refused.Code);
    }

    private static RealPayload All(RealPayload update, float value)
    {
        update.Edit().AsSpan(0, 63).Fill(value);
        return update;
    }
}
