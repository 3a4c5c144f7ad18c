using Tributary.Tensors;

namespace Tributary.Core.Tests;

public sealed class TopKTests : StageLaws
{
    public override IStage Stage => new TopK { Fraction = 0.1, ErrorFeedback = false };

    public override IStage Faithful => new TopK { Fraction = 1 };

    public override double Tolerance => 1e-7;

    public override IReadOnlyList<IStage> Impossible => [new TopK { Fraction = 0 }, new TopK { Fraction = 1.1 }, new TopK { Fraction = double.NaN }];

    [Theory]
    [InlineData(0.001, 1)]
    [InlineData(0.1, 6)]
    [InlineData(0.5, 32)]
    public async Task Sends_the_largest_magnitudes_and_of_equal_ones_the_first(double fraction, int count)
    {
        var federation = new SmallFederation { Clients = 1, Weighting = Weighting.Uniform };
        RealPayload update = federation.Update(0);
        foreach (ref float value in update.Edit().AsSpan(0, 63)) value = MathF.Round(value * 20) / 20; // many ties
        float[] before = [.. update.Values];
        int[] kept = [.. Enumerable.Range(0, 63).OrderByDescending(i => Math.Abs(before[i])).ThenBy(i => i).Take(count)];
        double[] after = (await federation.RunAsync(new Pipeline(new TopK { Fraction = fraction }), new Mean(), update: _ => update)).Mean();
        for (int i = 0; i < 63; i++) Assert.Equal(kept.Contains(i) ? before[i] : 0, after[i]);
        Assert.Equal(before[^3..^1], after[^3..^1].Select(value => (float)value));
    }

    [Fact]
    public async Task Finds_the_same_values_as_sorting_does_over_all_magnitudes_of_floats()
    {
        var federation = new SmallFederation { Clients = 1, Weighting = Weighting.Uniform };
        RealPayload update = federation.Update(0);
        var random = new RandomStream(4);
        for (int i = 0; i < 63; i++) update.Edit()[i] = MathF.ScaleB(random.NextSingle() - 0.5f, random.NextInt(300) - 280);
        float[] largest = [.. update.Edit()[..63].OrderByDescending(Math.Abs).Take(13)];
        var sent = (OpaquePayload)await federation.EncodeAsync(new Pipeline(new TopK { Fraction = 13 / 63.0 }).Plan(federation.Spec()), 0, update);
        Assert.Equal(largest.Order(), sent.Read<float>("top-k/values").ToArray().Order());
    }

    [Fact]
    public async Task What_is_not_sent_is_added_to_the_next_update_so_that_nothing_is_lost()
    {
        var federation = new SmallFederation { Weighting = Weighting.Uniform };
        PlannedPipeline pipeline = new Pipeline(new TopK { Fraction = 0.05 }).Plan(federation.Spec());
        var vault = new MemoryVault();
        double[] sent = new double[63];
        for (int round = 0; round < 40; round++) Add(sent, await SendAsync(federation, pipeline, vault, accept: true));
        float[] left = (await vault.LoadAsync("top-k/test/63"))!, update = federation.Update(2).Edit();
        for (int i = 0; i < 63; i++) Assert.Equal(40.0 * update[i], sent[i] + left[i], 1e-4);
        Assert.InRange(sent.Count(value => value != 0), 40, 63); // without it, the same three every time
    }

    [Fact]
    public async Task An_update_that_was_refused_is_not_forgotten()
    {
        var federation = new SmallFederation { Weighting = Weighting.Uniform };
        PlannedPipeline pipeline = new Pipeline(new TopK { Fraction = 0.05 }).Plan(federation.Spec());
        var vault = new MemoryVault();
        await SendAsync(federation, pipeline, vault, accept: true);
        float[] kept = [.. (await vault.LoadAsync("top-k/test/63"))!];
        double[] first = await SendAsync(federation, pipeline, vault, accept: false);
        Assert.Equal(kept, await vault.LoadAsync("top-k/test/63"));
        Assert.Equal(first, await SendAsync(federation, pipeline, vault, accept: false));
    }

    [Fact]
    public void With_error_feedback_no_norm_is_promised()
    {
        UpdateSpec spec = new SmallFederation().Spec();
        Assert.Null(new Pipeline(new Clip { Norm = 1 }, new TopK { Fraction = 0.1 }).Plan(spec).Wire.NormBound);
        Assert.Equal(1, new Pipeline(new Clip { Norm = 1 }, Stage).Plan(spec).Wire.NormBound);
    }

    [Theory]
    [InlineData("one place too few", new byte[] { 0, 0 })]
    [InlineData("one place too many", new byte[] { 0, 0, 0, 0 })]
    [InlineData("a place beyond the end", new byte[] { 0, 0, 61 })]
    [InlineData("cut off", new byte[] { 0, 0, 0x80 })]
    [InlineData("longer than need be", new byte[] { 0, 0, 0x81, 0 })]
    [InlineData("far too large", new byte[] { 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    public async Task Refuses_places_that_are(string what, byte[] gaps)
    {
        var federation = new SmallFederation();
        PlannedPipeline pipeline = new Pipeline(new TopK { Fraction = 3 / 63.0 }).Plan(federation.Spec());
        ServerSession server = pipeline.Open(federation.Round(pipeline), new Mean());
        await server.ReceiveAsync(federation.Cohort[0], Body([0, 0, 60]), TestContext.Current.CancellationToken); // places 0, 1 and 62
        await Assert.ThrowsAsync<MalformedUpdateException>(async () => await server.ReceiveAsync(federation.Cohort[1], Body(gaps), TestContext.Current.CancellationToken));
        Assert.NotEmpty(what);

        static OpaquePayload Body(byte[] gaps) => new(
            SafetensorsEntry.Of<byte>("top-k/gaps", gaps, gaps.Length),
            SafetensorsEntry.Of<float>("top-k/values", [1, 2, 3], 3),
            SafetensorsEntry.Of<float>("top-k/tail", [0, 0, 1], 3));
    }

    private static async Task<double[]> SendAsync(SmallFederation federation, PlannedPipeline pipeline, IVault vault, bool accept)
    {
        var memory = new ClientMemory(vault);
        ClientSession session = federation.Join(pipeline, 2, memory);
        Payload payload = await session.EncodeAsync(federation.Update(2), TestContext.Current.CancellationToken);
        if (accept) await vault.StoreAsync(memory.Changes);
        ServerSession server = pipeline.Open(federation.Round(pipeline), new Mean());
        await server.ReceiveAsync(federation.Cohort[2], payload, TestContext.Current.CancellationToken);
        return (await server.CloseAsync(TestContext.Current.CancellationToken)).Mean()[..63];
    }

    private static void Add(double[] sum, double[] values)
    {
        for (int i = 0; i < sum.Length; i++) sum[i] += values[i];
    }
}
