using Tributary.Core;

namespace Tributary.Security.Tests;

/// <summary>What a coordinator can try under pairwise masks that does not do as it should: it is refused, or gets nothing it can read.</summary>
public sealed class PairwiseCheatingCoordinatorTests
{
    private static readonly int[] _all = [0, 1, 2, 3, 4];

    private static async Task<PairwiseRound> SentAsync()
    {
        var round = new PairwiseRound(5);
        await round.PrepareAsync(_all);
        await round.SendAsync(_all, _all);
        return round;
    }

    private static async Task RefusesAsync(string code, string words, Func<Task> act)
    {
        var refused = await Assert.ThrowsAsync<KeeperException>(act);
        Assert.Equal(code, refused.Code);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_secrets_of_one_client_are_never_told()
    {
        // First it says that client 4 is in the sum, then that it is not: together the answers would open its update.
        PairwiseRound round = await SentAsync();
        await round.AgreeAsync(_all, _all);
        await round.TellAsync([0, 1, 2], _all, _all);
        foreach (int client in (int[])[0, 3])
        {
            await RefusesAsync(ProblemCodes.OpeningRefused, "asked for other clients before",
                () => round.AnswerAsync(round.After[0], client, [0, 1, 2, 3], [0, 1, 2, 3]).AsTask());
            await RefusesAsync(ProblemCodes.OpeningRefused, "asked for other clients before",
                () => round.AnswerAsync(round.After[1], client, [0, 1, 2, 3], [0, 1, 2, 3]).AsTask());
        }
        foreach (RoundMessage told in await round.ReadAsync(PairwiseTerms.UnmaskBox))
            Assert.All(
                NumberedParts.Read(told.Body.Span, TellShares.PartLength).Values, part => Assert.Equal(TellShares.OfSeed, part[0]));
    }

    [Fact]
    public async Task A_split_view_of_the_included_set_is_noticed_before_any_share_is_told()
    {
        PairwiseRound round = await SentAsync();
        int[] some = [0, 1, 2, 3];
        foreach (int client in (int[])[0, 1]) await round.AnswerAsync(round.After[0], client, _all, _all);
        foreach (int client in (int[])[2, 3]) await round.AnswerAsync(round.After[0], client, some, some);
        Hearing hearing = await round.PassAsync(round.After[0], _all, []);
        Assert.Equal(2, hearing.Wrong.Count); // an honest coordinator notices too
        await HandOutAllSignaturesAsync(round);
        foreach ((int client, int[] set) in ((int, int[])[])[(0, _all), (1, _all), (2, some), (3, some)])
            await RefusesAsync(
                ProblemCodes.ViewSplit, "did not sign the included set", () => round.AnswerAsync(round.After[1], client, set, set).AsTask());
        Assert.Empty(await round.ReadAsync(PairwiseTerms.UnmaskBox));
    }

    private static async Task HandOutAllSignaturesAsync(PairwiseRound round)
    {
        IReadOnlyList<RoundMessage> signed = await round.ReadAsync(PairwiseTerms.AgreeBox);
        foreach (int client in _all)
            await round.Channel.PostAsync([new RoundMessage(
                round.Context.Round, PairwiseTerms.AgreeBox, RoundMessage.Coordinator, round.Clients[client],
                NumberedParts.Write(signed.Where(message => message.From != round.Clients[client])
                    .Select(message => KeyValuePair.Create(round.Clients.ToList().IndexOf(message.From), message.Body.ToArray()))))]);
    }

    [Fact]
    public async Task Without_signatures_of_enough_neighbours_no_share_is_told()
    {
        PairwiseRound round = await SentAsync();
        foreach (int client in _all) await round.AnswerAsync(round.After[0], client, _all, _all);
        await round.PassAsync(round.After[0], _all, [0, 1, 2]);
        await RefusesAsync(ProblemCodes.TooFewNeighbours, "2 of 4 neighbours answered the step 'secagg-pairwise-agree'",
            () => round.AnswerAsync(round.After[1], 0, [0, 1, 2], _all).AsTask());
    }

    [Fact]
    public async Task Forged_keys_a_forged_member_and_exchanged_keys_are_refused()
    {
        foreach (string how in (string[])["forged", "exchanged", "stranger"])
        {
            var round = new PairwiseRound(5);
            foreach (int client in _all) await round.AnswerAsync(round.Before[0], client, _all);
            await round.PassAsync(round.Before[0], _all, _all);
            AdvertisedKeys forged = await ForgedAsync(round);
            await round.ReplaceAsync(message => message.To != round.Clients[0] ? message
                : message with { Body = Changed(message.Body, how, forged) });
            await RefusesAsync(ProblemCodes.ViewSplit, how == "stranger" ? "of others than neighbours" : "are not signed by 'site-1'",
                () => round.AnswerAsync(round.Before[1], 0, _all).AsTask());
        }

        static byte[] Changed(ReadOnlyMemory<byte> body, string how, AdvertisedKeys forged)
        {
            SortedDictionary<int, byte[]> parts = NumberedParts.Read(body.Span, AdvertisedKeys.Length);
            if (how == "forged") parts[1] = forged.Bytes.ToArray();
            if (how == "exchanged") parts[1] = parts[2];
            if (how == "stranger") parts[7] = parts[2];
            return NumberedParts.Write(parts);
        }
    }

    private static async Task<AdvertisedKeys> ForgedAsync(PairwiseRound round)
    {
        var safe = new MemorySafe();
        using BoxKey other = await RunKey.OfAsync(safe);
        using PairwiseSecrets secrets = await PairwiseSecrets.OfAsync(safe, round.Context.Round, CancellationToken.None);
        PairwiseTerms terms = PairwiseTerms.Of(
            round.Context, round.Context.Groups[0], PairwiseSizes.Of(new SecAggPairwise { Minimum = 2 }, RingSpec(round)));
        return AdvertisedKeys.Of(secrets, terms, round.Clients[1], other);
    }

    private static UpdateSpec RingSpec(PairwiseRound round) => new Pipeline(new Quantize { Bits = 8, Range = 1 }).Plan(round.Spec).Wire;

    [Fact]
    public async Task A_split_view_of_the_cohort_or_the_seed_is_noticed_by_every_neighbour()
    {
        foreach (bool seed in (bool[])[true, false])
        {
            var round = new PairwiseRound(5);
            RoundContext other = seed ? round.Context with { Seed = 6 }
                : round.Context with { Groups = [new Group(0, [.. round.Clients.Take(4), new ClientId("site-x")])] };
            foreach (int client in _all) await round.AnswerAsync(round.Before[0], client, _all, context: client == 2 ? other : null);
            IReadOnlyList<RoundMessage> said = await round.ReadAsync(PairwiseTerms.KeysBox);
            foreach (int client in _all)
                await round.Channel.PostAsync([new RoundMessage(
                    round.Context.Round, PairwiseTerms.KeysBox, RoundMessage.Coordinator, round.Clients[client],
                    NumberedParts.Write(Enumerable.Range(0, 5).Where(i => i != client).Select(i => KeyValuePair.Create(i, said[i].Body.ToArray()))))]);
            foreach (int client in (int[])[0, 1, 3, 4])
                await RefusesAsync(ProblemCodes.ViewSplit, "are not signed by 'site-2'",
                    () => round.AnswerAsync(round.Before[1], client, _all).AsTask());
            Assert.Equal([round.Clients[2]], (await round.PassAsync(round.Before[0], _all, [])).Wrong);
        }
    }

    [Fact]
    public async Task Other_keys_or_boxes_than_before_are_refused()
    {
        var round = new PairwiseRound(5);
        await round.PrepareAsync(_all);
        await round.ReplaceAsync(message => message.To == round.Clients[0] && message.Stage == PairwiseTerms.KeysBox
            ? message with { Body = message.Body[..^(2 + AdvertisedKeys.Length)] } : message);
        await RefusesAsync(ProblemCodes.ViewSplit, "not what it passed on before", () => round.EncodeAsync(0, _all));
        await round.EncodeAsync(1, _all);
        await round.ReplaceAsync(message => message.To == round.Clients[1] && message.Stage == PairwiseTerms.SharesBox
            ? message with { Body = message.Body[..^(2 + ShareBox.Length)] } : message);
        await RefusesAsync(ProblemCodes.ViewSplit, "not what it passed on before", () => round.EncodeAsync(1, _all));
    }

    [Fact]
    public async Task A_step_without_what_the_one_before_left_is_refused_and_may_be_asked_again()
    {
        var round = new PairwiseRound(3);
        foreach (int client in round.All) await round.AnswerAsync(round.Before[0], client, round.All);
        await RefusesAsync(ProblemCodes.ViewSplit, "passed on nothing", () => round.AnswerAsync(round.Before[1], 0, round.All).AsTask());
        await round.PassAsync(round.Before[0], round.All, round.All);
        await round.AnswerAsync(round.Before[1], 0, round.All);
    }

    [Fact]
    public async Task Neighbours_that_it_says_are_gone_and_hands_out_all_the_same_are_noticed()
    {
        var round = new PairwiseRound(5);
        await round.PrepareAsync(_all);
        await RefusesAsync(ProblemCodes.ViewSplit, "not those that it says are in the round", () => round.EncodeAsync(0, [0, 1, 2, 3]));
    }

    [Fact]
    public async Task A_second_update_under_the_masks_of_a_round_is_not_sent()
    {
        PairwiseRound round = await SentAsync();
        await RefusesAsync(ProblemCodes.OpeningRefused, "masked another update", () => round.EncodeAsync(0, _all, update: 1));
        await round.EncodeAsync(0, _all); // the same again shows nothing
    }

    [Fact]
    public async Task A_stale_round_does_not_open_as_another()
    {
        PairwiseRound old = await SentAsync();
        await old.AgreeAsync(_all, _all);
        var next = new PairwiseRound(5);
        foreach (int client in _all) next.Safes[next.Clients[client]] = old.Safes[old.Clients[client]];
        next.Context = next.Context with { Round = new RoundId("run", 2), KeyOf = old.KeyOf };
        foreach (PlannedStep step in old.Before)
            foreach (ClientId to in old.Clients)
                foreach (RoundMessage message in await old.ReadAsync(step.Plan.Name, to))
                    await next.Channel.PostAsync([message with { Round = next.Context.Round }]);
        await RefusesAsync(ProblemCodes.ViewSplit, "are not signed by", () => next.AnswerAsync(next.Before[1], 0, _all).AsTask());
    }

    [Fact]
    public async Task A_sum_of_too_few_of_one_twice_of_a_stranger_or_without_masks_is_refused()
    {
        var round = new PairwiseRound(5, new SecAggPairwise { Minimum = 3 });
        await round.PrepareAsync([0, 1, 2, 3], 4);
        await round.SendAsync([0, 1, 2, 3], [0, 1, 2, 3]);
        IReadOnlyList<ClientId> ids = round.Clients;
        foreach ((string words, ClientId[] set) in ((string, ClientId[])[])
            [
                ("a sum of 2 hides less than the 3", [ids[0], ids[1]]),
                ("a client is in it twice", [ids[0], ids[0], ids[1]]),
                ("'spy' is not in the group", [ids[0], ids[1], new ClientId("spy")]),
                ("this site is not in it", [ids[1], ids[2], ids[3]]),
                ("'site-4' is in it and shares no mask", [ids[0], ids[1], ids[4]]),
            ])
            foreach (PlannedStep step in round.After)
                await RefusesAsync(ProblemCodes.OpeningRefused, words, () => round.AnswerAsync(step, 0, ids, set).AsTask());
        Assert.Empty(await round.ReadAsync(PairwiseTerms.AgreeBox));
    }

    [Theory]
    [InlineData("doubles")]
    [InlineData("alters")]
    public async Task A_sum_that_is_not_of_the_included_clients_is_noise(string how)
    {
        // Nothing in the published protocol says that the sum is right; what comes out shows nothing of an update.
        var round = new PairwiseRound(5);
        await round.PrepareAsync(_all);
        Dictionary<int, byte[]> bodies = await round.SendAsync(_all, _all);
        var cheated = new Dictionary<int, byte[]>(bodies);
        if (how == "doubles") cheated[4] = bodies[3];
        if (how == "alters") cheated[4] = [.. bodies[4][..^40], .. new byte[40]];
        await round.RestartAsync(cheated);
        await round.AgreeAsync(_all, _all);
        await round.TellAsync(_all, _all, _all);
        long[] plain = await round.PlainAsync(_all);
        try
        {
            Assert.NotEqual(plain, await round.CloseAsync());
        }
        catch (MalformedUpdateException)
        {
            // out of range, as noise mostly is
        }
    }

    [Fact]
    public async Task A_wrong_seed_fails_by_name()
    {
        // Somebody's share of another seed: with no share to spare nobody can tell who lies, and nothing is opened.
        var round = new PairwiseRound(3);
        await round.PrepareAsync(round.All);
        await round.SendAsync(round.All, round.All);
        await round.AgreeAsync(round.All, round.All);
        foreach (int client in round.All) await round.AnswerAsync(round.After[1], client, round.All, round.All);
        await round.ReplaceAsync(message => message.Stage == PairwiseTerms.UnmaskBox && message.From == round.Clients[0]
            ? message with { Body = (byte[])[.. message.Body[..4].Span, (byte)(message.Body.Span[4] ^ 1), .. message.Body[5..].Span] } : message);
        Assert.False((await round.HearAsync(round.All)).IsReady);
        var unopened = await Assert.ThrowsAsync<UnopenedSumException>(round.CloseAsync);
        Assert.Equal(ProblemCodes.SharesInconsistent, unopened.Code);
        Assert.Contains("do not rebuild what it committed itself to", unopened.Message, StringComparison.Ordinal);
    }
}
