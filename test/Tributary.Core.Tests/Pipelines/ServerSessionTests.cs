namespace Tributary.Core.Tests;

public sealed class ServerSessionTests
{
    private static readonly Quantize _quantize = new() { Bits = 16, Range = 1 };

    private readonly SmallFederation _federation = new();

    [Fact]
    public async Task A_mask_or_a_cipher_changes_no_bit_of_the_mean()
    {
        long[] expected = (await _federation.RunAsync(new Pipeline(_quantize), new Mean())).Values;
        Pipeline[] hidden =
        [
            new(_quantize, new ToyPairwiseMask()), new(_quantize, new ToyPairwiseMask(3)), new(_quantize, new ToyPairwiseMask(5)),
            new(_quantize, new ToyPairwiseMask(), new Zip()), new(_quantize, new ToyCipher()), new(_quantize, new ToyPairwiseMask(), new ToyCipher()),
        ];
        foreach (Pipeline pipeline in hidden) Assert.Equal(expected, (await _federation.RunAsync(pipeline, new Mean())).Values);
    }

    [Fact]
    public async Task A_masked_update_does_not_show_what_is_under_it()
    {
        PlannedPipeline open = new Pipeline(_quantize).Plan(_federation.Spec()), masked = new Pipeline(_quantize, new ToyPairwiseMask()).Plan(_federation.Spec());
        ulong[] plain = ((RingPayload)await _federation.EncodeAsync(open, 3)).Words, hidden = ((RingPayload)await _federation.EncodeAsync(masked, 3)).Words;
        Assert.DoesNotContain(true, plain.Zip(hidden, (a, b) => a == b));
    }

    [Fact]
    public async Task A_median_over_groups_withstands_bad_clients_in_one_of_them()
    {
        var pipeline = new Pipeline(_quantize, new ToyPairwiseMask(3));
        double[] clean = (await _federation.RunAsync(pipeline, new Median())).Mean();
        double[] attacked = (await _federation.RunAsync(pipeline, new Median(), update: client => client < 2 ? Poisoned(client) : _federation.Update(client))).Mean();
        double[] mean = (await _federation.RunAsync(pipeline, new Mean(), update: client => client < 2 ? Poisoned(client) : _federation.Update(client))).Mean();
        Assert.All(clean[..63].Zip(attacked), pair => Assert.Equal(pair.First, pair.Second, 0.15));
        Assert.All(mean[..63], value => Assert.InRange(value, 0.04, 1)); // the mean follows the attackers

        RealPayload Poisoned(int client)
        {
            RealPayload update = _federation.Update(client);
            update.Edit().AsSpan(0, 63).Fill(1);
            return update;
        }
    }

    [Fact]
    public async Task Noise_is_added_once_and_to_values_only()
    {
        var federation = new SmallFederation { Weighting = Weighting.Uniform };
        var clip = new Clip { Norm = 10 };
        long[] plain = (await federation.RunAsync(new Pipeline(clip, _quantize, new ToyPairwiseMask()), new Mean())).Values;
        long[] noisy = (await federation.RunAsync(new Pipeline(clip, new ToyCentralNoise(0.01), _quantize, new ToyPairwiseMask()), new Mean())).Values;
        double[] noise = [.. plain.Zip(noisy, (a, b) => FixedPoint.ToDouble(b - a))];
        Assert.InRange(Math.Sqrt(noise[..63].Average(value => value * value)), 0.07, 0.13);
        Assert.Equal([0, 0, 0], noise[63..]);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(1e6f)]
    [InlineData(-3e38f)]
    public async Task Numbers_that_cannot_be_summed_are_refused_and_nothing_is_added(float value)
    {
        for (int place = 0; place < _federation.Spec().Length; place++)
        {
            int changed = place;
            await RefusesAsync(values => values[changed] = value);
        }
    }

    [Theory]
    [InlineData(-0.001f)]
    [InlineData(1.001f)]
    [InlineData(1000f)]
    public Task A_weight_that_is_no_share_is_refused(float weight) => RefusesAsync(values => values[^1] = weight);

    [Fact]
    public async Task An_update_of_another_form_or_length_is_refused()
    {
        PlannedPipeline real = new Pipeline().Plan(_federation.Spec()), ring = new Pipeline(_quantize).Plan(_federation.Spec());
        ServerSession server = real.Open(_federation.Round(real), new Mean());
        Payload coded = await _federation.EncodeAsync(ring, 0);
        await Assert.ThrowsAsync<MalformedUpdateException>(async () => await server.ReceiveAsync(_federation.Cohort[0], coded, TestContext.Current.CancellationToken));
        var shorter = new RealPayload([new Segment("weight", 1, SegmentRole.Weight)], [1]);
        await Assert.ThrowsAsync<MalformedUpdateException>(async () => await server.ReceiveAsync(_federation.Cohort[0], shorter, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_client_of_no_group_is_refused()
    {
        PlannedPipeline pipeline = new Pipeline(_quantize, new PlainSum()).Plan(_federation.Spec());
        ServerSession server = pipeline.Open(_federation.Round(pipeline), new Mean());
        Payload payload = await _federation.EncodeAsync(pipeline, 0);
        await Assert.ThrowsAsync<MalformedUpdateException>(async () => await server.ReceiveAsync(new ClientId("stranger"), payload, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_group_that_cannot_be_read_is_left_out_and_named()
    {
        PlannedPipeline pipeline = new Pipeline(_quantize, new PlainSum { GroupSize = 4 }).Plan(_federation.Spec());
        ServerSession server = pipeline.Open(_federation.Round(pipeline), new Mean()), without = pipeline.Open(_federation.Round(pipeline), new Mean());
        for (int client = 0; client < 12; client++)
        {
            var payload = (RingPayload)await _federation.EncodeAsync(pipeline, client);
            if (client == 5) payload.Words[^1] = (ulong)(100 * FixedPoint.One); // a weight of a hundred clients
            await server.ReceiveAsync(_federation.Cohort[client], payload, TestContext.Current.CancellationToken);
            if (client is >= 4 and < 8) continue;
            await without.ReceiveAsync(_federation.Cohort[client], await _federation.EncodeAsync(pipeline, client), TestContext.Current.CancellationToken);
        }
        Assert.Equal((await without.CloseAsync(TestContext.Current.CancellationToken)).Values, (await server.CloseAsync(TestContext.Current.CancellationToken)).Values);
        Assert.Equal(_federation.Cohort.Skip(4).Take(4), server.Unreadable);
        Assert.Empty(without.Unreadable);
    }

    [Fact]
    public async Task A_round_of_which_no_group_can_be_read_is_no_round()
    {
        PlannedPipeline pipeline = new Pipeline(_quantize, new PlainSum()).Plan(_federation.Spec());
        ServerSession server = pipeline.Open(_federation.Round(pipeline), new Mean());
        var payload = (RingPayload)await _federation.EncodeAsync(pipeline, 0);
        payload.Words[^1] = ulong.MaxValue; // minus one
        await server.ReceiveAsync(_federation.Cohort[0], payload, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<MalformedUpdateException>(async () => await server.CloseAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_client_whose_training_diverged_learns_so_before_anything_is_sent()
    {
        RealPayload update = _federation.Update(0);
        update.Edit()[3] = float.NaN;
        PlannedPipeline pipeline = new Pipeline(_quantize).Plan(_federation.Spec());
        var refused = await Assert.ThrowsAsync<MalformedUpdateException>(async () => await _federation.EncodeAsync(pipeline, 0, update));
        Assert.StartsWith("The trained update holds numbers that are not finite or too large to be summed: training has diverged.", refused.Message, StringComparison.Ordinal);
    }

    private async Task RefusesAsync(Action<float[]> change)
    {
        PlannedPipeline pipeline = new Pipeline().Plan(_federation.Spec());
        ServerSession server = pipeline.Open(_federation.Round(pipeline), new Mean());
        await server.ReceiveAsync(_federation.Cohort[0], await _federation.EncodeAsync(pipeline, 0), TestContext.Current.CancellationToken);
        RealPayload bad = _federation.Update(1);
        change(bad.Edit());
        await Assert.ThrowsAsync<MalformedUpdateException>(async () => await server.ReceiveAsync(_federation.Cohort[1], bad, TestContext.Current.CancellationToken));
        ServerSession honest = pipeline.Open(_federation.Round(pipeline), new Mean());
        await honest.ReceiveAsync(_federation.Cohort[0], await _federation.EncodeAsync(pipeline, 0), TestContext.Current.CancellationToken);
        Assert.Equal((await honest.CloseAsync(TestContext.Current.CancellationToken)).Values, (await server.CloseAsync(TestContext.Current.CancellationToken)).Values);
    }
}
