namespace Tributary.Core.Tests;

public sealed class AdaptiveClipTests : StageLaws
{
    public override IStage Stage => new Clip { Norm = 0.3, Adaptive = new AdaptiveNorm() };

    public override IStage Faithful => new Clip { Norm = 100, Adaptive = new AdaptiveNorm() };

    public override double Tolerance => 1e-7;

    public override IReadOnlyList<IStage> Impossible =>
    [
        new Clip { Norm = 1, PerLayer = true, Adaptive = new AdaptiveNorm() },
    ];

    [Theory]
    [InlineData(0.25, 3)]
    [InlineData(0.5, 6)]
    [InlineData(0.75, 9)]
    public async Task The_norm_follows_the_quantile_of_the_clients(double quantile, int within)
    {
        var federation = new SmallFederation { Weighting = Weighting.Uniform };
        var stages = new Pipeline(new Clip { Norm = 0.01, Adaptive = new AdaptiveNorm { Quantile = quantile } });
        double[] norms = [.. Enumerable.Range(0, federation.Clients)
            .Select(i => (1 + i) * Math.Sqrt(federation.Update(i).Edit().Take(63).Sum(v => v * (double)v))).Order()];
        IReadOnlyDictionary<string, double> state = new Dictionary<string, double>();
        for (int round = 0; round < 200; round++)
        {
            PlannedPipeline pipeline = stages.Plan(federation.Spec() with { State = state });
            ServerSession server = pipeline.Open(federation.Round(pipeline), new Mean());
            for (int client = 0; client < federation.Clients; client++)
            {
                RealPayload update = federation.Update(client);
                foreach (ref float value in update.Edit().AsSpan(0, 63)) value *= 1 + client; // norms that differ
                await server.ReceiveAsync(
                    federation.Cohort[client], await federation.EncodeAsync(pipeline, client, update), TestContext.Current.CancellationToken);
            }
            await server.CloseAsync(TestContext.Current.CancellationToken);
            state = server.State!;
        }
        Assert.InRange(state["clip.norm"], norms[within - 1] * 0.97, norms[within] * 1.03);
    }

    [Fact]
    public async Task One_round_multiplies_the_norm_by_the_published_factor()
    {
        var federation = new SmallFederation { Weighting = Weighting.Uniform };
        PlannedPipeline pipeline = new Pipeline(new Clip { Norm = 1e-3, Adaptive = new AdaptiveNorm() }).Plan(federation.Spec());
        ServerSession server = pipeline.Open(federation.Round(pipeline), new Mean());
        for (int client = 0; client < 12; client++)
            await server.ReceiveAsync(
                federation.Cohort[client], await federation.EncodeAsync(pipeline, client), TestContext.Current.CancellationToken);
        Assert.Null(server.State);
        await server.CloseAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1e-3 * Math.Exp(0.2 * 0.5), server.State!["clip.norm"], 1e-9); // nobody was within
    }

    [Fact]
    public async Task The_count_is_shared_whatever_else_is()
    {
        var federation = new SmallFederation { Weighting = Weighting.Uniform };
        PlannedPipeline pipeline = new Pipeline(
            new Clip { Norm = 1e-3, Adaptive = new AdaptiveNorm() }, new Share { Tensors = ["head.*"] }).Plan(federation.Spec());
        ServerSession server = pipeline.Open(federation.Round(pipeline), new Mean());
        await server.ReceiveAsync(federation.Cohort[0], await federation.EncodeAsync(pipeline, 0), TestContext.Current.CancellationToken);
        await server.CloseAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1e-3 * Math.Exp(0.1), server.State!["clip.norm"], 1e-9);
    }

    [Fact]
    public void The_bound_covers_the_count_and_follows_the_norm()
    {
        UpdateSpec spec = new SmallFederation().Spec();
        var stages = new Pipeline(new Clip { Norm = 2, Adaptive = new AdaptiveNorm { CountNorm = 1 } });
        Assert.Equal(2 * Math.Sqrt(2), stages.Plan(spec).Wire.NormBound!.Value, 1e-5);
        var state = new Dictionary<string, double> { ["clip.norm"] = 6 };
        Assert.Equal(6 * Math.Sqrt(2), stages.Plan(spec with { State = state }).Wire.NormBound!.Value, 1e-4);
    }

    [Theory]
    [InlineData(0, 0.2, 0.25)]
    [InlineData(1, 0.2, 0.25)]
    [InlineData(0.5, 0, 0.25)]
    [InlineData(0.5, 0.2, 0)]
    [InlineData(0.5, 0.2, 1.5)]
    public void Options_that_cannot_be_are_refused(double quantile, double rate, double count)
    {
        var adaptive = new AdaptiveNorm { Quantile = quantile, LearningRate = rate, CountNorm = count };
        Assert.Single(adaptive.Check("$"));
        Assert.Throws<CompositionException>(() => new Pipeline(new Clip { Norm = 1, Adaptive = adaptive }).Plan(new SmallFederation().Spec()));
    }
}
