using Tributary.Core;
using Tributary.Core.Tests;

namespace Tributary.Security.Tests;

/// <summary>The laws of stages, and what is special about <c>secagg</c>.</summary>
public sealed class SecAggTests : StageLaws
{
    public override IStage Stage => new SecAgg();

    public override double Tolerance => 1.0 / 32767;

    public override IReadOnlyList<IStage> Before => [new Quantize { Bits = 16, Range = 1 }];

    public override IReadOnlyList<IStage> Impossible =>
    [
        new SecAgg { Minimum = 1 }, new SecAgg { GroupSize = 1 }, new SecAgg { Committee = 1 }, new SecAgg { Committee = 65 },
        new SecAgg { Threshold = 1 },
    ];

    private protected override SmallFederation Federation => new() { Keys = KeyOf };

    private static ReadOnlyMemory<byte> KeyOf(ISafe safe)
    {
        using BoxKey key = RunKey.OfAsync(safe).AsTask().GetAwaiter().GetResult();
        return key.PublicKey;
    }

    [Theory]
    [InlineData(1, 3, "leave 'secagg' out: the sum of one client is its update", ProblemCodes.SecureSumTooSmall)]
    [InlineData(2, 3, "opens sums of at least 3 clients, and a round has 2", ProblemCodes.SecureSumTooSmall)]
    [InlineData(1025, 3, "its numbers hold the sum of 1024", ProblemCodes.SecureSumTooLarge)]
    public void Refuses_cohorts_in_which_nothing_hides_or_too_many_are(int cohort, int minimum, string words, string code)
    {
        var refused = Assert.Throws<CompositionException>(() => Plan(new SecAgg { Minimum = minimum }, cohort));
        Assert.Equal(code, refused.Code);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12, 5, "Half of them could open one set of clients and the other half another", "6 to 10, or leave it out for 7")]
    [InlineData(4, 5, "So many there are not", "3 to 4, or leave it out for 3")]
    public void Refuses_thresholds_that_open_twice_or_never(int cohort, int threshold, string why, string advice)
    {
        var refused = Assert.Throws<CompositionException>(() => Plan(new SecAgg { Threshold = threshold }, cohort));
        Assert.Equal(ProblemCodes.CommitteeUnfit, refused.Code);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Contains(advice, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stands_after_a_common_scale_and_before_nothing()
    {
        Refuses("Put 'quantize' before it.", ProblemCodes.WrongPayloadKind, new SecAgg());
        Refuses("must be read one update at a time", ProblemCodes.EachBeforeSum, new Quantize { Scale = QuantizationScale.Block }, new SecAgg());
        Refuses("finds nothing to compress", ProblemCodes.NothingAfterMask, [.. Before, new SecAgg(), new Zip()]);
        Refuses("works once", ProblemCodes.WrongPayloadKind, [.. Before, new SecAgg(), new SecAgg()]);
        Refuses("has made bytes of the update that only 'secagg' can read", ProblemCodes.WrongPayloadKind, [.. Before, new SecAgg(), new PlainSum()]);

        static void Refuses(string words, string code, params IReadOnlyList<IStage> stages)
        {
            var refused = Assert.Throws<CompositionException>(() => new Pipeline(stages).Plan(new SmallFederation().Spec()));
            Assert.Contains(words, refused.Message, StringComparison.Ordinal);
            Assert.Equal(code, refused.Code);
        }
    }

    [Fact]
    public void Comparing_aggregators_need_groups()
    {
        UpdateSpec spec = new SmallFederation().Spec(Sees.Contributions);
        Assert.Equal(ProblemCodes.TooFewContributions, Assert.Throws<CompositionException>(() => new Pipeline([.. Before, new SecAgg()]).Plan(spec)).Code);
        Assert.Equal(3, new Pipeline([.. Before, new SecAgg { GroupSize = 4 }]).Plan(spec).Wire.Contributions);
    }

    [Fact]
    public async Task Groups_under_a_median_have_the_bits_of_groups_without_secrecy()
    {
        Aggregate secure = await Federation.RunAsync(new Pipeline([.. Before, new SecAgg { GroupSize = 4 }]), new Median());
        Aggregate plain = await Federation.RunAsync(new Pipeline([.. Before, new PlainSum { GroupSize = 4 }]), new Median());
        Assert.Equal(plain.Values, secure.Values);
    }

    [Fact]
    public async Task Every_secret_of_a_round_is_zeroed()
    {
        using SecretWatch watch = SecretWatch.Start();
        var round = new SecureRound(5);
        await round.SendAsync(Enumerable.Range(0, 5));
        for (int keeper = 0; keeper < 5; keeper++) await round.KeepAsync(keeper, Enumerable.Range(0, 5));
        await round.CloseAsync();
        Assert.True(watch.Seen.Count > 100, $"{watch.Seen.Count}");
        Assert.All(watch.Seen, secret => Assert.True(secret.IsZero));
    }

    [Fact]
    public async Task A_single_masked_update_looks_like_random_bits_and_nothing_of_it_is_in_another()
    {
        var round = new SecureRound(4, length: 20_000);
        byte[] one = await VectorAsync(), two = await VectorAsync();
        Assert.InRange(Surprise(one), -5, 5);
        Assert.InRange(Surprise([.. one.Zip(two, (a, b) => (byte)(a ^ b))]), -5, 5); // the same update twice, under two masks
        byte[] bare = [.. one];
        for (int i = 0; i < bare.Length; i += 4) bare[i] = 7; // what the test must see: a quarter of the bytes say something
        Assert.True(Surprise(bare) > 100);

        async Task<byte[]> VectorAsync() => ((MaskedPayload)PayloadReader.Read(await round.EncodeAsync(0), round.Wire)).Vector.ToBytes();
    }

    /// <summary>How far the counts of byte values are from equal ones, in standard deviations of a chi-square with 255 degrees.</summary>
    private static double Surprise(byte[] bytes)
    {
        int[] counts = new int[256];
        foreach (byte value in bytes) counts[value]++;
        double expected = bytes.Length / 256.0, square = counts.Sum(count => (count - expected) * (count - expected) / expected);
        return (square - 255) / Math.Sqrt(2 * 255);
    }

    private static PlannedPipeline Plan(SecAgg stage, int cohort) =>
        new Pipeline(new Quantize { Range = 1 }, stage).Plan(new SmallFederation { Clients = cohort }.Spec());
}
