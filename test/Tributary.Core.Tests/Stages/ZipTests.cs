using System.IO.Compression;
using Tributary.Tensors;

namespace Tributary.Core.Tests;

public sealed class ZipTests : StageLaws
{
    public override IStage Stage => new Zip();

    public override double Tolerance => 1e-7;

    public override IReadOnlyList<IStage> Impossible => [new Zip { Level = 0 }, new Zip { Level = 10 }];

    [Fact]
    public async Task Loses_nothing_of_any_coding()
    {
        var federation = new SmallFederation();
        IStage[][] codings =
        [
            [], [new Quantize { Range = 1 }], [new Quantize { Scale = QuantizationScale.Block }], [new TopK { Fraction = 0.3 }],
            [new RandK { Fraction = 0.3 }], [new Zip()], [new Quantize { Range = 1 }, new ToyPairwiseMask()],
        ];
        foreach (IStage[] coding in codings)
            Assert.Equal(
                (await federation.RunAsync(new Pipeline(coding), new Mean())).Values,
                (await federation.RunAsync(new Pipeline([.. coding, new Zip { Level = 9 }]), new Mean())).Values);
    }

    [Fact]
    public async Task Gains_more_from_bytes_of_equal_significance_side_by_side()
    {
        UpdateSpec spec = UpdateSpec.For([new Segment("weight", 20_000)], 0, 1, Weighting.Uniform, Sees.Sum);
        float[] values = new float[spec.Length];
        new RandomStream(8).FillNormal(values);
        foreach (ref float value in values.AsSpan()) value *= 0.01f;
        values[^1] = 1;
        PlannedPipeline pipeline = new Pipeline(Stage).Plan(spec);
        ReadOnlyMemory<byte> plain = PayloadWriter.Write(new RealPayload(spec.Segments, [.. values]));
        Payload zipped = await new SmallFederation { Clients = 1 }.EncodeAsync(pipeline, 0, new RealPayload(spec.Segments, [.. values]));
        using var unshuffled = new MemoryStream();
        using (var deflate = new DeflateStream(unshuffled, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(plain.Span);
        int length = PayloadWriter.Write(zipped).Length;
        Assert.InRange(length, 0, 0.88 * plain.Length);
        Assert.InRange(length, 0, 0.97 * unshuffled.Length);
    }

    [Fact]
    public async Task Refuses_to_inflate_more_than_an_update_can_have()
    {
        var federation = new SmallFederation();
        PlannedPipeline pipeline = new Pipeline(Stage).Plan(federation.Spec());
        using var bomb = new MemoryStream();
        using (var deflate = new DeflateStream(bomb, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(new byte[1_000_000]);
        ServerSession server = pipeline.Open(federation.Round(pipeline), new Mean());
        var refused = await Assert.ThrowsAsync<MalformedUpdateException>(async () => await server.ReceiveAsync(
            federation.Cohort[0], new OpaquePayload(SafetensorsEntry.Of<byte>("zip/body", bomb.ToArray(), bomb.Length)), TestContext.Current.CancellationToken));
        Assert.Equal($"The zipped update has more than {PayloadReader.LongestBody(federation.Spec())} bytes, the most an update of this round can have.", refused.Message);
    }
}
