using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Security.Tests;

/// <summary>Updates that are larger than allowed are left out, though nobody has seen them.</summary>
public sealed class NormCheckTests
{
    private static readonly IStage[] _before = [new Clip { Norm = 1 }, new Quantize { Bits = 16, Range = 4 }];

    [Theory]
    [InlineData(256, 8_000, 3)]
    [InlineData(256, 4_100, 2)]
    [InlineData(1024, 17_000, 3)]
    public async Task Honest_updates_pass_and_one_of_twice_the_norm_does_not(int projections, int length, int threshold)
    {
        int[] all = [0, 1, 2, 3, 4, 5];
        var stage = new Split { Projections = projections, Threshold = threshold };
        var honest = new RoundParties(6, stage, length, _before);
        await honest.SendAsync(all);
        await honest.FinishAsync(all);
        Assert.Equal(await honest.PlainAsync(all), await honest.CloseAsync());
        Assert.Empty(honest.Server.Excluded);

        foreach (bool sparse in (bool[])[false, true])
        {
            var round = new RoundParties(6, stage, length, _before);
            await round.SendAsync(0, 1, 3, 4, 5);
            await round.ReceiveAsync(2, await TwiceAsync(round, stage, sparse));
            await round.FinishAsync(all);
            Assert.Equal(await round.PlainAsync([0, 1, 3, 4, 5]), await round.CloseAsync());
            Assert.Equal([round.Clients[2]], round.Server.Excluded);
        }
    }

    /// <summary>What client 2 would send, whose weight is the largest there is, twice as large; or one number that is.</summary>
    private static async Task<byte[]> TwiceAsync(RoundParties round, Split stage, bool sparse)
    {
        UpdateSpec input = new Pipeline(_before).Plan(round.Spec).Wire;
        var encoder = new Pipeline(_before).Plan(round.Spec).Join(round.ContextOf(2));
        ulong[] words = ((RingPayload)await encoder.EncodeAsync(round.Update(2), TestContext.Current.CancellationToken)).Words;
        Span<ulong> values = words.AsSpan(0, input.ValueCount);
        if (sparse)
        {
            values.Clear();
            values[1234] = (ulong)(2 * input.NormBound! / FixedPoint.ToDouble(input.Segments[0].Step));
        }
        else
        {
            foreach (ref ulong value in values) value *= 2;
        }
        var client = new SplitClient(round.ContextOf(2), SplitSizes.Of(stage, input));
        return PayloadWriter.Write(await client.EncodeAsync(new RingPayload(input.Segments, words), TestContext.Current.CancellationToken)).ToArray();
    }

    [Fact]
    public void Projections_are_linear_and_as_large_as_the_vector()
    {
        byte[] seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        var random = new RandomStream(4);
        ulong[] one = [.. Enumerable.Range(0, 5003).Select(_ => (ulong)(random.NextInt(2001) - 1000))], two = [.. one.Reverse()];
        ulong[] sum = [.. one.Zip(two, (a, b) => a + b)];
        ulong[] ofOne = SignProjections.Of(one, seed, 256), ofTwo = SignProjections.Of(two, seed, 256);
        Assert.Equal(SignProjections.Of(sum, seed, 256), ofOne.Zip(ofTwo, (a, b) => a + b));
        double square = one.Sum(value => Math.Pow((long)value, 2)), mean = ofOne.Sum(value => Math.Pow((long)value, 2)) / 256;
        Assert.InRange(mean / square, 0.6, 1.5);
        ulong[] single = new ulong[1001];
        single[1000] = 7;
        ulong[] signs = SignProjections.Of(single, seed, 1024);
        Assert.All(signs, sign => Assert.True(sign is 7 or ulong.MaxValue - 6));
        Assert.InRange(signs.Count(sign => sign == 7), 512 - 80, 512 + 80);
        Assert.NotEqual(ofOne, SignProjections.Of(one, new byte[32], 256));
    }

    [Fact]
    public async Task Helpers_that_are_not_told_what_they_need_tell_nothing()
    {
        var round = new RoundParties(4, new Split { Projections = 256 }, 5_000, _before);
        int[] all = [0, 1, 2, 3];
        await round.SendAsync(all);
        ClientId[] from = [.. round.Clients];
        int helper = round.Clients.ToList().IndexOf(round.Committee[0]);
        foreach (string step in (string[])["split-norms", "split"])
        {
            var refused = await Assert.ThrowsAsync<KeeperException>(async () => await round.AnswerAsync(helper, new StepQuestion(step, null, from)));
            Assert.Equal(ProblemCodes.ShareUnusable, refused.Code);
        }
        await round.Channel.PostAsync(
            [new RoundMessage(round.Context.Round, "split", RoundMessage.Coordinator, round.Clients[helper], new byte[] { 1, 1, 0, 0 })]);
        var few = await Assert.ThrowsAsync<KeeperException>(async () => await round.AnswerAsync(helper, new StepQuestion("split", null, from)));
        Assert.Equal(ProblemCodes.OpeningRefused, few.Code); // two are less than three, whoever was found too large
    }

    [Fact]
    public void Refuses_what_it_cannot_check()
    {
        var stage = new Split { Projections = 256 };
        Refuses("no stage before it says how large", () => Plan(5_000, new Quantize { Range = 1 }));
        Refuses("would tell the coordinator much of each update", () => Plan(4_000, _before));
        Assert.Single(new Split { Projections = 100 }.Check("$"));

        object Plan(int length, params IReadOnlyList<IStage> before) => new RoundParties(4, stage, length, before);

        static void Refuses(string words, Func<object> plan)
        {
            var refused = Assert.Throws<CompositionException>(plan);
            Assert.Equal(ProblemCodes.NormCheckUnfit, refused.Code);
            Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        }
    }
}
