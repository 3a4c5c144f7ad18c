using Tributary.Tensors;

namespace Tributary.Core.Tests;

public sealed class OwnRankTests : StageLaws
{
    private static readonly SmallFederation _adapter = new()
    {
        Answer =
        [
            new("q.lora_A", 5 * 3) { Columns = 3 }, new("head.bias", 4), new("q.lora_B", 3 * 2) { Columns = 2 },
            new("v.lora_A", 2 * 3) { Columns = 3 }, new("v.lora_B", 3 * 4) { Columns = 4 },
        ],
    };

    private protected override SmallFederation Federation => _adapter with { };

    public override IStage Stage => new OwnRank();

    public override double Tolerance => 1e-7;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_a_client_has_not_trained_does_not_travel(int rank)
    {
        PlannedPipeline pipeline = new Pipeline(Stage).Plan(_adapter.Spec());
        RealPayload update = OfRank(rank);
        float[] before = [.. (await new Pipeline().Plan(_adapter.Spec()).Join(Context()).EncodeAsync(OfRank(rank), TestContext.Current.CancellationToken) as RealPayload)!.Values];
        var sent = (OpaquePayload)await _adapter.EncodeAsync(pipeline, 0, update);
        Assert.Equal(4 + rank * (5 + 2 + 2 + 4), sent.Read<float>("own-rank/values").Length);
        var back = (RealPayload)await pipeline.Stages[^1].Plan.Server(_adapter.Round(pipeline)).DecodeAsync(sent, [_adapter.Cohort[0]], TestContext.Current.CancellationToken);
        Assert.Equal(before, back.Values.ToArray());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_rank_that_does_not_fit_is_refused(int claimed)
    {
        PlannedPipeline pipeline = new Pipeline(Stage).Plan(_adapter.Spec());
        var sent = (OpaquePayload)await _adapter.EncodeAsync(pipeline, 0, OfRank(1));
        var forged = new OpaquePayload([SafetensorsEntry.Of<int>("own-rank/rank", [claimed], 1), .. sent.Tensors.Where(tensor => tensor.Name != "own-rank/rank")]);
        await Assert.ThrowsAsync<MalformedUpdateException>(async () => await pipeline.Open(_adapter.Round(pipeline), new Mean())
            .ReceiveAsync(_adapter.Cohort[0], forged, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_model_without_an_adapter_is_refused()
    {
        var refused = Assert.Throws<CompositionException>(() => new Pipeline(Stage).Plan(new SmallFederation().Spec()));
        Assert.Equal(ProblemCodes.StageDoesNotFit, refused.Code);
        Assert.Contains("adapter", refused.Message, StringComparison.Ordinal);
    }

    private static ClientContext Context() => new(
        _adapter.Cohort[0], new RoundContext(new RoundId("test", 1), [new Group(0, [.. _adapter.Cohort])], 5), new ClientMemory(new MemoryVault()), new RandomStream(1));

    /// <summary>The first client's update with zeros behind the first ranks.</summary>
    private static RealPayload OfRank(int rank)
    {
        RealPayload update = _adapter.Update(0);
        float[] values = update.Edit();
        int start = 0;
        foreach (Segment segment in _adapter.Answer)
        {
            for (int i = 0; i < segment.Length; i++)
            {
                int at = segment.Name.EndsWith("lora_A", StringComparison.Ordinal) ? i % segment.Columns
                    : segment.Name.EndsWith("lora_B", StringComparison.Ordinal) ? i / segment.Columns : -1;
                if (at >= rank) values[start + i] = 0;
            }
            start += segment.Length;
        }
        return update;
    }
}
