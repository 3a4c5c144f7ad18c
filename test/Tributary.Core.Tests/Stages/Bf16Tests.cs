using Tributary.Tensors;

namespace Tributary.Core.Tests;

public sealed class Bf16Tests : StageLaws
{
    public override IStage Stage => new Bf16();

    public override double Tolerance => 1.0 / 256; // of numbers below one

    [Fact]
    public async Task Every_value_arrives_rounded_to_16_bits_and_weight_and_metrics_as_they_were()
    {
        var federation = new SmallFederation { Clients = 1, Weighting = Weighting.Uniform };
        float[] sent = federation.Update(0).Edit();
        double[] mean = (await federation.RunAsync(new Pipeline(Stage), new Mean())).Mean();
        for (int i = 0; i < 63; i++) Assert.Equal(Bfloat16.Round(sent[i]).ToSingle(), mean[i], 1e-12);
        Assert.Equal(sent[63..], mean[63..].Select(value => (float)value));
        Assert.NotEqual(sent[..63], mean[..63].Select(value => (float)value));
    }

    [Fact]
    public async Task A_body_has_two_bytes_a_value()
    {
        var federation = new SmallFederation();
        var coded = (OpaquePayload)await federation.EncodeAsync(new Pipeline(Stage).Plan(federation.Spec()), 0);
        Assert.Equal([2 * 63, 4 * 3], coded.Tensors.Select(tensor => tensor.Data.Length));
        Assert.Equal(SafetensorsDType.BF16, coded.Tensors[0].DType);
    }

    [Fact]
    public async Task Values_of_another_type_or_number_are_refused()
    {
        var federation = new SmallFederation();
        PlannedPipeline pipeline = new Pipeline(Stage).Plan(federation.Spec());
        ServerSession server = pipeline.Open(federation.Round(pipeline), new Mean());
        SafetensorsEntry tail = SafetensorsEntry.Of<float>("bf16/tail", [0, 0, 1], 3);
        await Refuses(SafetensorsEntry.Of("bf16/values", new ushort[63], 63));
        await Refuses(SafetensorsEntry.Of("bf16/values", new Bfloat16[62], 62));
        await Refuses(SafetensorsEntry.Of("bf16/values", new Bfloat16[64], 64));
        await Refuses(SafetensorsEntry.Of("values", new Bfloat16[63], 63));
        await Refuses(SafetensorsEntry.Of("bf16/values", [.. new Bfloat16[62], Bfloat16.Round(float.NaN)], 63));
        await Refuses(SafetensorsEntry.Of("bf16/values", [.. new Bfloat16[62], Bfloat16.Round(float.PositiveInfinity)], 63));
        await ReceiveAsync(SafetensorsEntry.Of("bf16/values", new Bfloat16[63], 63));

        async Task Refuses(SafetensorsEntry values) =>
            await Assert.ThrowsAsync<MalformedUpdateException>(async () => await ReceiveAsync(values));

        async Task ReceiveAsync(SafetensorsEntry values) =>
            await server.ReceiveAsync(federation.Cohort[0], new OpaquePayload(values, tail), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_promised_norm_grows_by_the_rounding_and_is_kept()
    {
        var federation = new SmallFederation { Clients = 1, Weighting = Weighting.Uniform };
        PlannedPipeline pipeline = new Pipeline(new Clip { Norm = 1 }, Stage).Plan(federation.Spec());
        Assert.Equal(1 + 1 / 256.0, pipeline.Wire.NormBound);
        RealPayload update = federation.Update(0);
        foreach (ref float value in update.Edit().AsSpan(0, 63)) value = 1.00390637f; // just above the middle: all of them round up, to 1 + 2^-7
        double norm = Math.Sqrt(update.Edit().Take(63).Sum(value => (double)value * value));
        double[] decoded = (await federation.RunAsync(new Pipeline(Stage), new Mean(), update: _ => update)).Mean();
        Assert.InRange(Math.Sqrt(decoded.Take(63).Sum(value => value * value)) / norm, 1.0038, 1 + 1 / 256.0);
    }

    [Fact]
    public async Task Loses_nothing_more_when_it_is_zipped()
    {
        var federation = new SmallFederation();
        Assert.Equal(
            (await federation.RunAsync(new Pipeline(Stage), new Mean())).Values,
            (await federation.RunAsync(new Pipeline(Stage, new Zip()), new Mean())).Values);
    }
}
