using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Security.Tests;

/// <summary>What a client can try: it is dropped, named or costs its group the round, and learns nothing.</summary>
public sealed class CheatingClientTests
{
    private static readonly int[] _all = [0, 1, 2, 3, 4, 5, 6];

    [Fact]
    public async Task A_liar_is_named_and_survived()
    {
        var round = new SecureRound(7, new SecAgg { Threshold = 4 });
        await round.SendAsync(_all);
        foreach (int keeper in _all) await round.KeepAsync(keeper, _all);
        SecureRound told = await WithAnswersAsync(round, 2);
        Assert.Equal(await round.PlainAsync(_all), await told.CloseAsync());
        Assert.Equal([round.Clients[2]], (await told.HearAsync()).Wrong);
    }

    [Fact]
    public async Task More_liars_than_can_be_told_apart_open_nothing()
    {
        var round = new SecureRound(7, new SecAgg { Threshold = 4 });
        await round.SendAsync(_all);
        foreach (int keeper in _all) await round.KeepAsync(keeper, _all);
        SecureRound told = await WithAnswersAsync(round, 1, 2);
        await Assert.ThrowsAsync<UnopenedSumException>(async () => await told.CloseAsync());
    }

    [Theory]
    [InlineData("digest")]
    [InlineData("short")]
    [InlineData("residue")]
    public async Task An_answer_that_is_none_is_named(string what)
    {
        var round = new SecureRound(7, new SecAgg());
        byte[][] bodies = [.. await Task.WhenAll(_all.Select(client => round.EncodeAsync(client)))];
        SecureRound told = round.Again();
        foreach (int client in _all) await told.ReceiveAsync(client, bodies[client]);
        foreach (int keeper in _all[1..]) await told.KeepAsync(keeper, _all);
        byte[] answer = (await told.AnswersAsync())[0].Body.ToArray();
        if (what == "digest") answer[0] ^= 1;
        if (what == "short") answer = answer[..^1];
        if (what == "residue") answer.AsSpan(32).Fill(0xff);
        var heard = told.Again();
        foreach (int client in _all) await heard.ReceiveAsync(client, bodies[client]);
        await heard.Channel.PostAsync([new RoundMessage(told.Context.Round, "secagg", told.Clients[0], RoundMessage.Coordinator, answer)]);
        await heard.Channel.PostAsync(await told.AnswersAsync());
        Assert.Equal(await round.PlainAsync(_all), await heard.CloseAsync());
        Assert.Equal([round.Clients[0]], (await heard.HearAsync()).Wrong);
    }

    [Fact]
    public async Task A_residue_that_is_none_drops_its_client_alone()
    {
        var round = new SecureRound(4);
        byte[] body = await round.EncodeAsync(1);
        int header = 8 + BitConverter.ToInt32(body);
        body.AsSpan(header + (4 * MaskedPayload.BoxLength), 16).Fill(0xff); // tensors lie in the order of their names
        body.AsSpan(header, 16).Fill(0xff);
        var malformed = await Assert.ThrowsAsync<MalformedUpdateException>(() => round.ReceiveAsync(1, body));
        Assert.Contains("residue", malformed.Message, StringComparison.Ordinal);
        await round.SendAsync(0, 2, 3);
        for (int keeper = 0; keeper < 4; keeper++) await round.KeepAsync(keeper, [0, 2, 3]);
        Assert.Equal(await round.PlainAsync([0, 2, 3]), await round.CloseAsync());
    }

    [Fact]
    public async Task Boxes_for_another_number_of_members_drop_their_client()
    {
        var large = new SecureRound(5);
        var small = new SecureRound(4);
        byte[] body = PayloadWriter.Write(new MaskedPayload(
            ((MaskedPayload)PayloadReader.Read(await small.EncodeAsync(0), small.Wire)).Vector, [])).ToArray();
        await Assert.ThrowsAsync<MalformedUpdateException>(() => small.ReceiveAsync(0, body));
        await Assert.ThrowsAsync<MalformedUpdateException>(async () => await small.ReceiveAsync(0, await large.EncodeAsync(0)));
    }

    [Fact]
    public async Task Shares_of_no_polynomial_fail_the_round_and_open_nothing()
    {
        // A client seals shares of one key to some members and of another key to the others.
        var round = new SecureRound(7, new SecAgg());
        byte[] one = await round.EncodeAsync(0), other = await round.EncodeAsync(0);
        (MaskedPayload first, MaskedPayload second) =
            ((MaskedPayload)PayloadReader.Read(one, round.Wire), (MaskedPayload)PayloadReader.Read(other, round.Wire));
        byte[] mixed = PayloadWriter.Write(new MaskedPayload(first.Vector, [.. first.Boxes.Take(3), .. second.Boxes.Skip(3)])).ToArray();
        await round.ReceiveAsync(0, mixed);
        await round.SendAsync(_all[1..]);
        foreach (int keeper in _all) await round.KeepAsync(keeper, _all);
        Assert.False((await round.HearAsync()).IsReady);
        await Assert.ThrowsAsync<UnopenedSumException>(async () => await round.CloseAsync());
    }

    [Fact]
    public void A_word_that_is_out_of_range_is_not_masked_and_a_sum_that_is_is_not_read()
    {
        Segment[] segments = [new("weight", 2) { RingBits = 11 }, new("tail", 1, SegmentRole.Weight)];
        var lanes = WordLanes.Of(segments, 6);
        ulong[] laid = new ulong[lanes.Length];
        lanes.Split([127, unchecked((ulong)-127), 5], laid);
        Assert.Throws<MalformedUpdateException>(() => lanes.Split([500, 0, 5], laid));
        Assert.Throws<MalformedUpdateException>(() => lanes.Join([2000, 0, .. new ulong[lanes.Length - 2]], 2));
        Assert.Throws<MalformedUpdateException>(() => lanes.Join([.. new ulong[lanes.Length - 1], 2000], 2));
    }

    [Fact]
    public void Lanes_keep_every_sum_of_words()
    {
        var random = new RandomStream(3);
        foreach (int clients in (int[])[2, 3, 7, 64, 1000, 1024])
            foreach (int bits in (int[])[2, 8, 16])
            {
                int carry = 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)clients - 1);
                Segment[] segments = [new("weight", 3) { RingBits = bits + carry }, new("tail", 2, SegmentRole.Weight)];
                var lanes = WordLanes.Of(segments, clients);
                ulong[] sum = new ulong[lanes.Length], expected = new ulong[5], laid = new ulong[lanes.Length];
                for (int client = 0; client < clients; client++)
                {
                    ulong level = (ulong)random.NextInt(1 << (bits - 1));
                    ulong[] words = [level, 0 - level, (1UL << (bits - 1)) - 1, random.NextUInt64(), ulong.MaxValue];
                    lanes.Split(words, laid);
                    for (int i = 0; i < sum.Length; i++) sum[i] += laid[i];
                    for (int i = 0; i < words.Length; i++) expected[i] += words[i];
                }
                Assert.All(sum, lane => Assert.True(lane < 1UL << lanes.Packing.LaneBits));
                Assert.Equal(expected, lanes.Join(sum, clients));
            }
    }

    private static async Task<SecureRound> WithAnswersAsync(SecureRound round, params int[] liars)
    {
        IReadOnlyList<RoundMessage> answers = await round.AnswersAsync();
        var lied = new MemoryRoundChannel();
        foreach (RoundMessage answer in answers)
        {
            byte[] body = answer.Body.ToArray();
            if (liars.Any(liar => round.Clients[liar] == answer.From)) body[40] ^= 1;
            await lied.PostAsync([answer with { Body = body }]);
        }
        round.Channel.Forget(round.Context.Round);
        await round.Channel.PostAsync(await lied.ReadAsync(round.Context.Round, "secagg", RoundMessage.Coordinator));
        return round;
    }
}
