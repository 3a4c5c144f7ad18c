using Tributary.Core;

namespace Tributary.Privacy.Tests;

public sealed class NoiseStageTests
{
    private const double Norm = 10; // above that of the updates: nothing is clipped
    private static readonly Clip _clip = new() { Norm = Norm };

    [Theory]
    [InlineData(NoiseMechanism.Gaussian, 1)]
    [InlineData(NoiseMechanism.Laplace, 1.4142)] // the deviation of a Laplace number of scale 1
    public async Task The_coordinator_adds_its_noise_once_and_keeps_the_sum(NoiseMechanism mechanism, double unit)
    {
        var round = new Round();
        (Aggregate aggregate, _) = await round.PlayAsync(_clip, new Noise { Multiplier = 0.5, Mechanism = mechanism });
        double norm = mechanism == NoiseMechanism.Laplace ? Norm * Math.Sqrt(round.Values) : Norm;
        Assert.Equal(1, round.Deviation(aggregate, 6, 0.01) / (0.5 * norm * unit), 0.05);
        Assert.Equal(6 * FixedPoint.One, aggregate.Weight);
    }

    [Fact]
    public async Task Averages_of_clients_stay_with_them()
    {
        foreach (Noise noise in new[] { new Noise { Multiplier = 1 }, new Noise { Multiplier = 1, At = NoisePlace.Client } })
        {
            (Aggregate aggregate, IReadOnlyList<Payload> sent) = await new Round().PlayAsync(_clip, noise);
            Assert.DoesNotContain(aggregate.Segments, segment => segment.Role == SegmentRole.Metrics);
            Assert.Equal(4001, aggregate.Values.Length);
            Assert.All(sent, payload => Assert.Equal(0, ((RealPayload)payload).Values[^2]));
        }
    }

    [Fact]
    public async Task The_coordinators_noise_goes_behind_what_codes_updates_one_by_one()
    {
        var round = new Round();
        IStage[] stages = [_clip, new Bf16(), new Noise { Multiplier = 0.5 }, new Zip()];
        (Aggregate aggregate, _) = await round.PlayAsync(stages);
        Assert.Equal(1, round.Deviation(aggregate, 6, 0.01) / (0.5 * Norm), 0.05);
        Assert.DoesNotContain(aggregate.Segments, segment => segment.Role == SegmentRole.Metrics);
        Assert.True(new Pipeline(stages).Plan(round.Spec).Stages.Single(stage => stage.Name == "noise").Plan.Release!.NormBound > Norm);
    }

    [Fact]
    public async Task Where_taking_part_is_a_secret_the_sum_is_divided_by_the_expected_number()
    {
        var round = new Round { Expected = 4.5 };
        (Aggregate aggregate, _) = await round.PlayAsync(_clip, new Noise { Multiplier = 0.1, DividesByExpected = true });
        Assert.Equal(FixedPoint.Round(4.5), aggregate.Weight);
        (aggregate, _) = await round.PlayAsync(_clip, new Noise { Multiplier = 0.1 });
        Assert.Equal(6 * FixedPoint.One, aggregate.Weight);
    }

    [Fact]
    public async Task A_client_adds_noise_that_is_enough_for_itself()
    {
        var round = new Round();
        (Aggregate aggregate, IReadOnlyList<Payload> sent) = await round.PlayAsync(_clip, new Noise { Multiplier = 0.5, At = NoisePlace.Client });
        Assert.Equal(1, round.Deviation(aggregate, 6, 0.01) / (0.5 * Norm * Math.Sqrt(6)), 0.05);
        float[][] updates = [.. sent.Select(payload => ((RealPayload)payload).Edit())];
        for (int i = 1; i < updates.Length; i++) Assert.NotEqual(updates[0][..10], updates[i][..10]);
        Assert.Equal(1, Math.Sqrt(updates[0].Take(4000).Average(v => v * (double)v)) / (0.5 * Norm), 0.05);
    }

    [Theory]
    [InlineData(NoiseMechanism.Gaussian)]
    [InlineData(NoiseMechanism.Skellam)]
    public async Task Shares_of_the_surviving_clients_are_enough_together(NoiseMechanism mechanism)
    {
        var round = new Round { Answering = [0, 2, 3, 5] };
        var clip = new Clip { Norm = 1 };
        IStage[] stages =
        [
            clip, new Quantize { Bits = 16, Rounding = Rounding.Nearest },
            new Noise { Multiplier = 0.5, At = NoisePlace.Distributed, Mechanism = mechanism, Survivors = 4 }, new PlainSum(),
        ];
        (Aggregate aggregate, IReadOnlyList<Payload> sent) = await round.PlayAsync(stages);
        StagePlan plan = new Pipeline(stages).Plan(round.Spec).Stages.Single(stage => stage.Name == "noise").Plan;
        double norm = plan.Release!.NormBound;
        Assert.InRange(norm, 1, 1.001); // rounding to the steps of 'quantize' lengthens an update
        Assert.Equal(1, round.Deviation(aggregate, 4, 0.01) / (0.5 * norm), 0.05);
        Assert.Equal(plan.Release.Deviation, 0.5 * norm, 1e-6);
        Assert.All(sent, payload => Assert.Equal(0ul, ((RingPayload)payload).Words[^2]));
    }

    [Fact]
    public async Task A_sum_with_too_few_shares_is_not_read()
    {
        var round = new Round { Answering = [0, 2, 3] };
        await Assert.ThrowsAsync<MalformedUpdateException>(() => round.PlayAsync(
            new Clip { Norm = 1 }, new Quantize { Bits = 16 },
            new Noise { Multiplier = 0.5, At = NoisePlace.Distributed, Survivors = 4 }, new PlainSum()));
    }

    [Fact]
    public void The_ring_grows_with_the_noise()
    {
        UpdateSpec spec = new Round().Spec;
        IStage[] before = [new Clip { Norm = 1 }, new Quantize { Bits = 8 }];
        int plain = new Pipeline(before).Plan(spec).Wire.Segments[0].RingBits;
        int noisy = new Pipeline([.. before, new Noise { Multiplier = 20, At = NoisePlace.Distributed }]).Plan(spec).Wire.Segments[0].RingBits;
        Assert.InRange(noisy, plain + 3, 24);
    }

    [Fact]
    public async Task Noise_comes_from_a_seed_only_where_one_is_given()
    {
        var noise = new Noise { Multiplier = 1 };
        Assert.Equal((await new Round().PlayAsync(_clip, noise)).Aggregate.Values, (await new Round().PlayAsync(_clip, noise)).Aggregate.Values);
        var secret = new Round { Seed = null };
        Assert.NotEqual((await secret.PlayAsync(_clip, noise)).Aggregate.Values, (await secret.PlayAsync(_clip, noise)).Aggregate.Values);
    }

    [Fact]
    public void Rounding_to_the_grid_is_part_of_the_sensitivity()
    {
        var spec = new Round { Values = 1_000_000 };
        NoisyRelease release = new Pipeline(_clip, new Noise { Multiplier = 2 }).Plan(spec.Spec).Stages[^1].Plan.Release!;
        Assert.True(release.Deviation * FixedPoint.One > 2 * (Norm * FixedPoint.One + 499));
        Assert.Equal((new GaussianEvent(2), new GaussianEvent(1)), (release.Event, release.Replaced));
    }

    public static TheoryData<string, string, IStage[]> Refused => new()
    {
        { ProblemCodes.NoiseWithoutClip, "Put 'clip' before it", [new Noise { Multiplier = 1 }] },
        { ProblemCodes.PrivacyIncomplete, "no budget", [_clip, new Noise()] },
        { ProblemCodes.NoiseWithoutClip, "keeps back", [_clip, new RandK { Fraction = 0.5, ErrorFeedback = true }, new Noise { Multiplier = 1 }] },
        { ProblemCodes.NoiseWithoutClip, "keeps back", [_clip, new TopK { Fraction = 0.1 }, new Noise { Multiplier = 1 }] },
        { ProblemCodes.NoiseImpossible, "Skellam noise is for shares", [_clip, new Noise { Multiplier = 1, Mechanism = NoiseMechanism.Skellam }] },
        { ProblemCodes.NoiseImpossible, "beyond what sums can hold", [new Clip { Norm = 1e5 }, new Noise { Multiplier = 1 }] },
        {
            ProblemCodes.NoiseImpossible, "do not add up to Laplace", [_clip, new Quantize(),
                new Noise { Multiplier = 1, Mechanism = NoiseMechanism.Laplace, At = NoisePlace.Distributed }]
        },
        {
            ProblemCodes.NoiseImpossible, "Use more bits", [_clip, new Quantize { Bits = 4 },
                new Noise { Multiplier = 0.01, At = NoisePlace.Distributed }]
        },
        {
            ProblemCodes.NoiseImpossible, "at most 6", [_clip, new Quantize { Bits = 16 },
                new Noise { Multiplier = 1, At = NoisePlace.Distributed, Survivors = 7 }]
        },
        { ProblemCodes.WrongPayloadKind, "Put 'quantize' before it", [_clip, new Noise { Multiplier = 1, At = NoisePlace.Distributed }] },
        { ProblemCodes.OptionOutOfRange, "without noise nothing is private", [_clip, new Noise { Multiplier = 0 }] },
        { ProblemCodes.OptionOutOfRange, "survivors", [_clip, new Noise { Multiplier = 1, Survivors = 2 }] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_would_not_hide_anybody_is_refused(string code, string words, IStage[] stages)
    {
        CompositionException refused = Assert.Throws<CompositionException>(() => new Pipeline(stages).Plan(new Round().Spec));
        Assert.Equal(code, refused.Code);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unequal_weights_and_comparing_aggregators_are_refused()
    {
        var pipeline = new Pipeline(_clip, new Noise { Multiplier = 1 });
        UpdateSpec spec = new Round().Spec;
        Assert.Equal(ProblemCodes.NoiseWithUnequalWeights,
            Assert.Throws<CompositionException>(() => pipeline.Plan(spec with { Weighting = Weighting.Examples })).Code);
        Assert.Equal(ProblemCodes.NoiseWithoutSum,
            Assert.Throws<CompositionException>(() => pipeline.Plan(spec with { Sees = Sees.Contributions })).Code);
        new Pipeline(_clip, new Noise { Multiplier = 1, At = NoisePlace.Client }).Plan(spec with { Sees = Sees.Contributions });
    }
}
