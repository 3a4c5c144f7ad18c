using Tributary.Tensors;

namespace Tributary.Core.Tests;

public sealed class RandKTests : StageLaws
{
    public override IStage Stage => new RandK { Fraction = 0.2 };

    public override IStage Faithful => new RandK { Fraction = 1 };

    public override double Tolerance => 1e-7;

    public override IReadOnlyList<IStage> Impossible => [new RandK { Fraction = 0 }, new RandK { Fraction = 1.5 }];

    [Fact]
    public async Task Sends_a_share_of_each_tensor_scaled_up_and_zeros_elsewhere()
    {
        var federation = new SmallFederation { Clients = 1, Weighting = Weighting.Uniform };
        double[] mean = (await federation.RunAsync(new Pipeline(Stage), new Mean())).Mean();
        float[] update = federation.Update(0).Edit();
        (int Start, int Length, int Sent)[] tensors = [(0, 40, 8), (40, 5, 1), (45, 15, 3), (60, 3, 1)];
        foreach ((int start, int length, int sent) in tensors)
        {
            int[] places = [.. Enumerable.Range(start, length).Where(i => mean[i] != 0)];
            Assert.Equal(sent, places.Length);
            Assert.All(places, i => Assert.Equal(update[i] * ((double)length / sent), mean[i], 1e-6));
        }
    }

    [Fact]
    public async Task Is_right_on_average_over_rounds()
    {
        var federation = new SmallFederation { Clients = 1, Weighting = Weighting.Uniform };
        PlannedPipeline pipeline = new Pipeline(Stage).Plan(federation.Spec());
        double[] sum = new double[63];
        const int Rounds = 4000;
        for (int round = 0; round < Rounds; round++)
        {
            RoundContext context = federation.Round(pipeline) with { Seed = (ulong)round };
            ServerSession server = pipeline.Open(context, new Mean());
            ClientSession client = pipeline.Join(new ClientContext(federation.Cohort[0], context, new ClientMemory(new MemoryVault()), new RandomStream(1)));
            await server.ReceiveAsync(federation.Cohort[0], await client.EncodeAsync(federation.Update(0), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
            double[] mean = (await server.CloseAsync(TestContext.Current.CancellationToken)).Mean();
            for (int i = 0; i < 63; i++) sum[i] += mean[i];
        }
        float[] update = federation.Update(0).Edit();
        // A value has variance x^2 (d/k - 1), so the mean of so many rounds lies within five deviations.
        for (int i = 0; i < 63; i++) Assert.Equal(update[i], sum[i] / Rounds, 5 * Math.Abs(update[i]) * Math.Sqrt(4.0 / Rounds));
    }

    [Fact]
    public async Task Passes_under_a_mask_and_gives_the_same_bits()
    {
        var federation = new SmallFederation();
        Quantize quantize = new() { Range = 2 };
        long[] plain = (await federation.RunAsync(new Pipeline(Stage, quantize), new Mean())).Values;
        Assert.Equal(plain, (await federation.RunAsync(new Pipeline(Stage, quantize, new ToyPairwiseMask()), new Mean())).Values);
        Assert.Contains(plain[..63], value => value != 0);
    }

    [Fact]
    public void The_bound_grows_as_values_are_scaled_up()
    {
        UpdateSpec spec = new SmallFederation().Spec();
        Assert.Equal(5, new Pipeline(new Clip { Norm = 1 }, Stage).Plan(spec).Wire.NormBound);
        Assert.Null(new Pipeline(new Clip { Norm = 1 }, new RandK { Fraction = 0.2, ErrorFeedback = true }).Plan(spec).Wire.NormBound);
    }

    [Fact]
    public async Task With_error_feedback_values_go_as_they_are_and_the_others_are_kept_once_accepted()
    {
        var federation = new SmallFederation { Weighting = Weighting.Uniform };
        PlannedPipeline pipeline = new Pipeline(new RandK { Fraction = 0.2, ErrorFeedback = true }).Plan(federation.Spec());
        var vault = new MemoryVault();
        var memory = new ClientMemory(vault);
        ClientSession session = federation.Join(pipeline, 3, memory);
        var sent = (RealPayload)await session.EncodeAsync(federation.Update(3), TestContext.Current.CancellationToken);
        Assert.Null(await vault.LoadAsync("rand-k/test/63"));
        await vault.StoreAsync(memory.Changes);
        float[] update = federation.Update(3).Edit()[..63], left = (await vault.LoadAsync("rand-k/test/63"))!;
        Assert.Equal(update.Order(), sent.Edit()[..13].Concat(left.Where(value => value != 0)).Order());
    }
}
