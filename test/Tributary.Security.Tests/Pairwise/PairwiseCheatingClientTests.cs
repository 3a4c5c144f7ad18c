using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Security.Tests;

/// <summary>What a client can try under pairwise masks: it is dropped, named or costs its group the round; damaged messages are refused.</summary>
public sealed class PairwiseCheatingClientTests
{
    private readonly RandomStream _random = new(99);

    private static async Task<PairwiseRound> ToldAsync(int clients, int threshold)
    {
        var round = new PairwiseRound(clients, new SecAggPairwise { Minimum = 2, Threshold = threshold });
        await round.PrepareAsync(round.All);
        await round.SendAsync(round.All, round.All);
        await round.AgreeAsync(round.All, round.All);
        foreach (int client in round.All) await round.AnswerAsync(round.After[1], client, round.All, round.All);
        return round;
    }

    [Fact]
    public async Task A_liar_about_a_share_is_named_and_survived()
    {
        PairwiseRound round = await ToldAsync(7, 4);
        await round.ReplaceAsync(message => message.Stage == PairwiseTerms.UnmaskBox && message.From == round.Clients[2]
            ? message with { Body = Flip(message.Body, 5) } : message);
        Hearing hearing = await round.HearAsync(round.All);
        Assert.True(hearing.IsReady);
        Assert.Equal([round.Clients[2]], hearing.Wrong);
        Assert.Equal(await round.PlainAsync(round.All), await round.CloseAsync());
    }

    [Theory]
    [InlineData("kind")]
    [InlineData("short")]
    [InlineData("residue")]
    [InlineData("stranger")]
    public async Task An_answer_that_is_none_is_named_and_the_others_open(string how)
    {
        PairwiseRound round = await ToldAsync(7, 4);
        await round.ReplaceAsync(message => message.Stage == PairwiseTerms.UnmaskBox && message.From == round.Clients[0]
            ? message with { Body = Spoilt(message.Body.ToArray(), how) } : message);
        Hearing hearing = await round.HearAsync(round.All);
        Assert.Equal([round.Clients[0]], hearing.Wrong);
        Assert.Equal(await round.PlainAsync(round.All), await round.CloseAsync());

        static byte[] Spoilt(byte[] body, string how)
        {
            if (how == "kind") body[2] = TellShares.OfKey;
            if (how == "short") return body[..^1];
            if (how == "residue") body.AsSpan(3, 14).Fill(0xff);
            if (how == "stranger") body[^(2 + TellShares.PartLength)] = 200;
            return body;
        }
    }

    [Fact]
    public async Task Shares_of_no_polynomial_fail_the_round_by_name_and_open_nothing()
    {
        // A client seals shares of another secret to some of its neighbours: its own seed cannot be rebuilt.
        var round = new PairwiseRound(5, new SecAggPairwise { Minimum = 2 });
        foreach (int client in round.All) await round.AnswerAsync(round.Before[0], client, round.All);
        await round.PassAsync(round.Before[0], round.All, round.All);
        foreach (int client in round.All) await round.AnswerAsync(round.Before[1], client, round.All);
        byte[] false1 = await FalseBoxAsync(round, 1), false2 = await FalseBoxAsync(round, 2);
        await round.ReplaceAsync(message =>
        {
            if (message.Stage != PairwiseTerms.SharesBox || message.From != round.Clients[0]) return message;
            SortedDictionary<int, byte[]> boxes = NumberedParts.Read(message.Body.Span, ShareBox.Length);
            (boxes[1], boxes[2]) = (false1, false2);
            return message with { Body = NumberedParts.Write(boxes) };
        });
        await round.PassAsync(round.Before[1], round.All, round.All);
        await round.SendAsync(round.All, round.All);
        await round.AgreeAsync(round.All, round.All);
        Hearing hearing = await round.TellAsync(round.All, round.All, round.All);
        Assert.False(hearing.IsReady);
        var unopened = await Assert.ThrowsAsync<UnopenedSumException>(round.CloseAsync);
        Assert.Equal(ProblemCodes.SharesInconsistent, unopened.Code);
        Assert.Contains("'site-0'", unopened.Message, StringComparison.Ordinal);
    }

    private static async Task<byte[]> FalseBoxAsync(PairwiseRound round, int to)
    {
        RoundMessage keys = (await round.ReadAsync(PairwiseTerms.KeysBox)).First(message => message.From == round.Clients[to]);
        using PairwiseSecrets secrets = await PairwiseSecrets.OfAsync(
            round.Safes[round.Clients[0]], round.Context.Round, CancellationToken.None);
        UpdateSpec ring = new Pipeline(new Quantize { Bits = 8, Range = 1 }).Plan(round.Spec).Wire;
        PairwiseTerms terms = PairwiseTerms.Of(
            round.Context, round.Context.Groups[0], PairwiseSizes.Of(new SecAggPairwise { Minimum = 2 }, ring));
        byte[] share = new byte[SharedSecrets.ShareLength];
        share[0] = 1;
        return ShareBox.Seal(terms, secrets.BoxKey, new AdvertisedKeys(keys.Body).SealPoint, 0, to, share, share);
    }

    [Fact]
    public async Task A_box_that_does_not_open_is_left_to_the_others()
    {
        var round = new PairwiseRound(5);
        foreach (int client in round.All) await round.AnswerAsync(round.Before[0], client, round.All);
        await round.PassAsync(round.Before[0], round.All, round.All);
        foreach (int client in round.All) await round.AnswerAsync(round.Before[1], client, round.All);
        await round.ReplaceAsync(message => message.Stage == PairwiseTerms.SharesBox && message.From == round.Clients[0]
            ? message with { Body = Flip(message.Body, 10) } : message); // in the box to site-1
        await round.PassAsync(round.Before[1], round.All, round.All);
        await round.SendAsync(round.All, round.All);
        await round.AgreeAsync(round.All, round.All);
        Assert.True((await round.TellAsync(round.All, round.All, round.All)).IsReady);
        Assert.Equal(await round.PlainAsync(round.All), await round.CloseAsync());
    }

    [Fact]
    public async Task Malformed_keys_boxes_and_signatures_drop_their_client_alone()
    {
        foreach (int step in (int[])[0, 1, 2])
        {
            var round = new PairwiseRound(5);
            int[] others = [0, 1, 2, 4];
            foreach (int client in round.All) await round.AnswerAsync(round.Before[0], client, round.All);
            Assert.Equal(step == 0, await PassAsync(round, round.Before[0], round.All));
            int[] left = step == 0 ? others : round.All;
            foreach (int client in left) await round.AnswerAsync(round.Before[1], client, left);
            Assert.Equal(step == 1, await PassAsync(round, round.Before[1], left));
            left = step <= 1 ? others : round.All;
            await round.SendAsync(left, left);
            foreach (int client in left) await round.AnswerAsync(round.After[0], client, left, left);
            Assert.Equal(step == 2, await PassAsync(round, round.After[0], left));
            Assert.True((await round.TellAsync(others, others, left)).IsReady);
            Assert.Equal(await round.PlainAsync(left), await round.CloseAsync());

            async Task<bool> PassAsync(PairwiseRound round, PlannedStep at, int[] asked)
            {
                PlannedStep spoilt = ((PlannedStep[])[.. round.Before, .. round.After])[step];
                if (at == spoilt)
                    await round.ReplaceAsync(message => message.Stage == at.Plan.Name && message.From == round.Clients[3]
                        ? message with { Body = step == 1 ? message.Body[..^1] : Flip(message.Body, message.Body.Length - 1) } : message);
                Hearing hearing = await round.PassAsync(at, asked, asked);
                if (at == spoilt) Assert.Equal([round.Clients[3]], hearing.Wrong);
                return at == spoilt;
            }
        }
    }

    [Fact]
    public async Task Bodies_of_another_ring_drop_their_client()
    {
        PairwiseRound round = new(4), other = new(4, length: 21);
        await round.PrepareAsync(round.All);
        await other.PrepareAsync(other.All);
        byte[] body = await other.EncodeAsync(0, other.All);
        await Assert.ThrowsAsync<MalformedUpdateException>(() => round.ReceiveAsync(0, body));
    }

    [Fact]
    public async Task Damaged_messages_throw_what_they_say_and_nothing_else()
    {
        PairwiseRound round = await ToldAsync(5, 4);
        var messages = new List<RoundMessage>();
        foreach (PlannedStep step in (PlannedStep[])[.. round.Before, .. round.After])
            foreach (ClientId to in round.Clients.Prepend(RoundMessage.Coordinator))
                messages.AddRange(await round.ReadAsync(step.Plan.Name, to));
        int read = 0, refused = 0;
        for (int trial = 0; trial < 400; trial++)
        {
            byte[] damaged = Damage(messages[_random.NextInt(messages.Count)].Body.ToArray());
            foreach (int length in (int[])[AdvertisedKeys.Length, ShareBox.Length, RunSignature.Length, TellShares.PartLength])
                try
                {
                    foreach ((int holder, byte[] part) in NumberedParts.Read(damaged, length))
                        if (length == TellShares.PartLength) SharedSecrets.Read(holder, part.AsSpan(1)).Dispose();
                    read++;
                }
                catch (SecurityException)
                {
                    refused++;
                }
        }
        Assert.True(read > 50 && refused > 50, $"{read} {refused}");
    }

    [Fact]
    public async Task Damaged_hand_outs_are_refused_by_clients_and_damaged_answers_by_the_coordinator()
    {
        for (int trial = 0; trial < 40; trial++)
        {
            var round = new PairwiseRound(3);
            foreach (int client in round.All) await round.AnswerAsync(round.Before[0], client, round.All);
            await round.PassAsync(round.Before[0], round.All, round.All);
            await round.ReplaceAsync(message => message.To == round.Clients[0] ? message with { Body = Damage(message.Body.ToArray()) } : message);
            await Assert.ThrowsAsync<KeeperException>(() => round.AnswerAsync(round.Before[1], 0, round.All).AsTask());
            await round.ReplaceAsync(message => message.From == round.Clients[1] && message.Stage == PairwiseTerms.KeysBox
                ? message with { Body = Damage(message.Body.ToArray()) } : message);
            await round.RestartAsync(new Dictionary<int, byte[]>());
            Assert.Equal([round.Clients[1]], (await round.PassAsync(round.Before[0], round.All, [0, 2])).Wrong);
        }
    }

    private byte[] Damage(byte[] bytes)
    {
        if (_random.NextInt(5) == 0) return bytes[.._random.NextInt(bytes.Length)];
        bytes[_random.NextInt(bytes.Length)] ^= (byte)(1 << _random.NextInt(8));
        return bytes;
    }

    private static byte[] Flip(ReadOnlyMemory<byte> body, int at)
    {
        byte[] flipped = body.ToArray();
        flipped[at] ^= 1;
        return flipped;
    }
}
