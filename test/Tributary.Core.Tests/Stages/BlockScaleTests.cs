using Tributary.Tensors;

namespace Tributary.Core.Tests;

public sealed class BlockScaleTests : StageLaws
{
    public override IStage Stage => new Quantize { Bits = 4, Scale = QuantizationScale.Block, Block = 16 };

    public override IStage Faithful => new Quantize { Bits = 16, Scale = QuantizationScale.Block, Block = 16 };

    public override double Tolerance => 0.5 / 32767;

    [Theory]
    [InlineData(Rounding.Nearest, 0.5)]
    [InlineData(Rounding.Stochastic, 1.0)]
    public async Task The_error_of_a_value_is_bounded_by_its_own_block(Rounding rounding, double steps)
    {
        var federation = new SmallFederation { Clients = 1, Weighting = Weighting.Uniform };
        RealPayload update = federation.Update(0);
        for (int i = 0; i < 8; i++) update.Edit()[i] *= 1e-4f; // the first block alone is tiny
        float[] sent = [.. update.Values];
        double[] decoded = (await federation.RunAsync(
            new Pipeline(new Quantize { Bits = 5, Scale = QuantizationScale.Block, Block = 8, Rounding = rounding }), new Mean(), update: _ => update)).Mean();
        int[] starts = [0, 8, 16, 24, 32, 40, 45, 53, 60, 63]; // blocks begin anew with every tensor
        for (int b = 0; b < starts.Length - 1; b++)
        {
            double largest = sent[starts[b]..starts[b + 1]].Max(Math.Abs);
            for (int i = starts[b]; i < starts[b + 1]; i++) Assert.Equal(sent[i], decoded[i], largest / 15 * steps * 1.0001 + 1e-12);
        }
        Assert.Contains(decoded[..8], value => value != 0);
    }

    [Fact]
    public async Task A_block_of_zeros_stays_zero()
    {
        var federation = new SmallFederation { Clients = 1 };
        RealPayload update = federation.Update(0);
        update.Edit().AsSpan(0, 63).Clear();
        Aggregate aggregate = await federation.RunAsync(new Pipeline(Stage), new Mean(), update: _ => update);
        Assert.All(aggregate.Values[..63], value => Assert.Equal(0, value));
    }

    [Fact]
    public async Task Refuses_a_level_that_there_is_not()
    {
        var federation = new SmallFederation();
        PlannedPipeline pipeline = new Pipeline(Stage).Plan(federation.Spec());
        var coded = (OpaquePayload)await federation.EncodeAsync(pipeline, 0);
        byte[] levels = coded.Read<byte>("quantize/levels").ToArray();
        levels[3] |= 15; // 15 of 0 to 14
        var payload = new OpaquePayload([SafetensorsEntry.Of<byte>("quantize/levels", levels, levels.Length), .. coded.Tensors.Skip(1)]);
        ServerSession server = pipeline.Open(federation.Round(pipeline), new Mean());
        var refused = await Assert.ThrowsAsync<MalformedUpdateException>(
            async () => await server.ReceiveAsync(federation.Cohort[0], payload, TestContext.Current.CancellationToken));
        Assert.Equal("Value 6 of the update has no level: there are 15.", refused.Message);
    }

    [Fact]
    public async Task A_body_is_as_small_as_its_bits()
    {
        var federation = new SmallFederation();
        var coded = (OpaquePayload)await federation.EncodeAsync(new Pipeline(Stage).Plan(federation.Spec()), 0);
        Assert.Equal([(63 * 4 + 7) / 8, 4 * (3 + 1 + 1 + 1), 4 * 3], coded.Tensors.Select(tensor => tensor.Data.Length));
    }
}
