using Tributary.Core;
using Tributary.Core.Tests;

namespace Tributary.Security.Tests;

/// <summary>The laws of stages, and what is special about <c>encrypt</c>.</summary>
public sealed class EncryptTests : StageLaws
{
    public override IStage Stage => new Encrypt();

    public override double Tolerance => 1.0 / 32767;

    public override IReadOnlyList<IStage> Before => [new Quantize { Bits = 16, Range = 1 }];

    public override IReadOnlyList<IStage> Impossible =>
    [
        new Encrypt { Minimum = 1 }, new Encrypt { GroupSize = 1 }, new Encrypt { Committee = 1 }, new Encrypt { Committee = 11 },
        new Encrypt { Threshold = 1 },
    ];

    private protected override SmallFederation Federation => new() { Keys = RoundParties.KeyOf };

    [Theory]
    [InlineData(2, 3, null, ProblemCodes.SecureSumTooSmall)]
    [InlineData(1025, 3, null, ProblemCodes.SecureSumTooLarge)]
    [InlineData(12, 3, 6, ProblemCodes.CommitteeUnfit)]
    [InlineData(12, 3, 2, ProblemCodes.CommitteeUnfit)]
    public void Refuses_cohorts_and_thresholds_that_cannot_be(int cohort, int minimum, int? threshold, string code)
    {
        var pipeline = new Pipeline(new Quantize { Range = 1 }, new Encrypt { Minimum = minimum, Threshold = threshold });
        var refused = Assert.Throws<CompositionException>(() => pipeline.Plan(new SmallFederation { Clients = cohort }.Spec()));
        Assert.Equal(code, refused.Code);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Every_pattern_of_leaving_in_every_phase_opens_to_the_plain_sum_or_not_at_all(int clients)
    {
        // Who makes a part of the key, who sends, who opens: every set each.
        int threshold = (2 * clients / 3) + 1;
        for (int made = 1; made < 1 << clients; made++)
        {
            int[] holders = Members(made, clients);
            var keyed = new RoundParties(clients, new Encrypt { Minimum = 2 });
            await keyed.PrepareAsync([.. Enumerable.Range(0, clients).Except(holders)]);
            if (holders.Length < threshold)
            {
                var refused = await Assert.ThrowsAsync<KeeperException>(() => keyed.EncodeAsync(holders[0]));
                Assert.Equal(ProblemCodes.CollectiveKeyUnusable, refused.Code);
                continue;
            }
            Dictionary<int, byte[]> bodies = [];
            foreach (int holder in holders) bodies[holder] = await keyed.EncodeAsync(holder);
            foreach (int sent in Enumerable.Range(1, (1 << clients) - 1).Where(set => (set & ~made) == 0))
                await OpensAsync(keyed, bodies, holders, Members(sent, clients), threshold);
        }
    }

    private static async Task OpensAsync(
        RoundParties keyed, Dictionary<int, byte[]> bodies, int[] holders, int[] included, int threshold)
    {
        long[]? plain = included.Length >= 2 ? await keyed.PlainAsync(included) : null;
        for (int kept = 0; kept < 1 << holders.Length; kept++)
        {
            RoundParties round = keyed.Again();
            await round.PrepareAsync([.. Enumerable.Range(0, round.Clients.Count).Except(holders)]);
            foreach (int client in included) await round.ReceiveAsync(client, bodies[client]);
            int[] keepers = [.. holders.Where((_, i) => (kept >> i & 1) != 0)];
            await round.HearAsync();
            if (plain is null)
            {
                foreach (int keeper in keepers) await Assert.ThrowsAsync<KeeperException>(async () => await round.KeepAsync(keeper, included));
                await Assert.ThrowsAsync<UnopenedSumException>(async () => await round.CloseAsync());
                continue;
            }
            foreach (int keeper in keepers) await round.KeepAsync(keeper, included);
            if (keepers.Length >= threshold) Assert.Equal(plain, await round.CloseAsync());
            else Assert.Equal(
                ProblemCodes.SumNotOpened, (await Assert.ThrowsAsync<UnopenedSumException>(async () => await round.CloseAsync())).Code);
        }
    }

    [Theory]
    [InlineData(6, 6, 5)]
    [InlineData(64, 5, 4)]
    [InlineData(1000, 4, 3)]
    public async Task Cohorts_of_any_size_open(int clients, int committee, int threshold)
    {
        var round = new RoundParties(clients, new Encrypt { Committee = committee });
        await round.PrepareAsync();
        int[] sent = [.. Enumerable.Range(0, clients).Where(client => client % 7 != 3)];
        await round.SendAsync(sent);
        await round.HearAsync();
        Assert.Equal(committee, round.Committee.Count);
        foreach (ClientId member in round.Committee.Take(threshold)) await round.KeepAsync(round.Clients.ToList().IndexOf(member), sent);
        Assert.Equal(await round.PlainAsync(sent), await round.CloseAsync());
    }

    [Fact]
    public async Task Drop_outs_drawn_at_random_in_larger_cohorts()
    {
        var random = new Tributary.Tensors.RandomStream(2026);
        for (int trial = 0; trial < 12; trial++)
        {
            int clients = 7 + random.NextInt(20);
            var round = new RoundParties(clients, new Encrypt { Committee = 7, Threshold = 4 });
            int[] holders = [.. round.Committee.Select(member => round.Clients.ToList().IndexOf(member))];
            int[] away = [.. holders.Where(_ => random.NextInt(7) == 0)];
            await round.PrepareAsync(away);
            int[] sent = [.. Enumerable.Range(0, clients).Where(client => !away.Contains(client) && random.NextInt(4) > 0)];
            await round.SendAsync(sent);
            await round.HearAsync();
            int[] keepers = [.. holders.Except(away).Where(_ => random.NextInt(4) > 0)];
            foreach (int keeper in keepers) await round.KeepAsync(keeper, sent);
            if (keepers.Length >= 4) Assert.Equal(await round.PlainAsync(sent), await round.CloseAsync());
            else await Assert.ThrowsAsync<UnopenedSumException>(async () => await round.CloseAsync());
        }
    }

    [Fact]
    public async Task A_liar_is_named_and_survived_and_more_liars_than_can_be_told_apart_open_nothing()
    {
        int[] all = [0, 1, 2, 3, 4, 5, 6];
        RoundParties round = await SentAsync(7, new Encrypt { Committee = 7, Threshold = 4 });
        RoundParties lied = await WithAsync(2), twice = await WithAsync(1, 2);
        Assert.Equal(await round.PlainAsync(all), await lied.CloseAsync());
        Assert.Equal([round.Clients[2]], (await lied.HearAsync()).Wrong);
        await Assert.ThrowsAsync<UnopenedSumException>(async () => await twice.CloseAsync());

        async Task<RoundParties> WithAsync(params int[] liars)
        {
            RoundParties told = await SentAsync(7, new Encrypt { Committee = 7, Threshold = 4 });
            foreach (int keeper in all) await told.KeepAsync(keeper, all);
            IReadOnlyList<RoundMessage> answers = await told.AnswersAsync();
            told.Channel.Forget(told.Context.Round);
            foreach (RoundMessage answer in answers)
            {
                byte[] body = RoundParties.Whole(answer);
                if (liars.Any(liar => told.Clients[liar] == answer.From)) body[40] ^= 1;
                await told.Channel.PostAsync(LongMessage.Cut(answer with { Body = body }));
            }
            return told;
        }
    }

    [Fact]
    public async Task A_member_answers_once_and_for_enough_known_clients_only()
    {
        RoundParties round = await SentAsync(5, new Encrypt());
        await RefusesAsync(ProblemCodes.OpeningRefused, "a sum of 2 hides less", () => round.KeepAsync(0, [0, 1]));
        await RefusesAsync(ProblemCodes.OpeningRefused, "is not in the group", () => round.KeepAsync(0, [round.Clients[0], round.Clients[1], new ClientId("spy")]));
        await round.KeepAsync(0, [0, 1, 2, 3, 4]);
        await RefusesAsync(ProblemCodes.OpeningRefused, "opened for other clients before", () => round.KeepAsync(0, [0, 1, 2, 3]));
        await round.KeepAsync(0, [0, 1, 2, 3, 4]);
        Assert.Single(await round.AnswersAsync());
    }

    [Fact]
    public async Task Another_sum_than_the_first_is_not_opened()
    {
        RoundParties round = await SentAsync(5, new Encrypt());
        await round.KeepAsync(0, [0, 1, 2, 3, 4]);
        RoundMessage sum = (await round.Channel.ReadAsync(round.Context.Round, "encrypt-open", round.Clients[0])).Single();
        byte[] single = RoundParties.Whole(sum);
        single[0] ^= 1;
        round.Channel.Forget(round.Context.Round);
        await round.PrepareAsync();
        await round.Channel.PostAsync(LongMessage.Cut(sum with { Body = single }));
        await RefusesAsync(ProblemCodes.OpeningRefused, "opened for other clients before", () => round.KeepAsync(0, [0, 1, 2, 3, 4]));
    }

    [Fact]
    public async Task A_key_that_is_not_the_committees_gets_no_update()
    {
        RoundParties round = new(5, new Encrypt()), other = new(5, new Encrypt());
        await round.PrepareAsync();
        await other.PrepareAsync();
        RoundMessage mine = await PackageAsync(round), theirs = await PackageAsync(other);
        byte[] damaged = mine.Body.ToArray();
        damaged[100] ^= 1;
        foreach ((byte[] body, string words) in ((byte[], string)[])
            [
                (theirs.Body.ToArray(), "is not signed by it under these terms"), (damaged, "is not signed by it"),
                (mine.Body[..(3 * (mine.Body.Length / 5))].ToArray(), "3 of 5 members made a part of it, and 4 are needed"),
                ([], "0 of 5 members"), (mine.Body[1..].ToArray(), "each part takes"),
                ([.. mine.Body.Span, .. mine.Body.Span], "at a place where it cannot be"),
            ])
        {
            RoundParties told = round.Again();
            await told.Channel.PostAsync([mine with { Body = body }]);
            await RefusesAsync(ProblemCodes.CollectiveKeyUnusable, words, async () => await told.EncodeAsync(2));
        }

        static async Task<RoundMessage> PackageAsync(RoundParties of) =>
            (await of.Channel.ReadAsync(of.Context.Round, "encrypt-keys", of.Clients[2])).First(message => message.From == RoundMessage.Coordinator);
    }

    [Fact]
    public async Task An_update_under_another_key_and_a_malformed_one_drop_their_client_alone()
    {
        var round = new RoundParties(5, new Encrypt());
        await round.PrepareAsync();
        byte[] body = await round.EncodeAsync(1);
        var payload = (EncryptedPayload)PayloadReader.Read(body, round.Wire);
        await Assert.ThrowsAsync<MalformedUpdateException>(() => round.ReceiveAsync(
            1, PayloadWriter.Write(new EncryptedPayload(payload.Vector, new byte[32])).ToArray()));
        body.AsSpan(body.Length - 40, 20).Fill(0xff); // tensors lie in the order of their names
        await Assert.ThrowsAsync<MalformedUpdateException>(() => round.ReceiveAsync(1, body));
        int[] others = [0, 2, 3, 4];
        await round.SendAsync(others);
        await round.HearAsync();
        foreach (int keeper in others) await round.KeepAsync(keeper, others);
        Assert.Equal(await round.PlainAsync(others), await round.CloseAsync());
    }

    [Fact]
    public async Task A_part_that_is_none_is_left_out_by_name_and_the_others_go_on()
    {
        var round = new RoundParties(5, new Encrypt());
        await round.Channel.PostAsync(
            [new RoundMessage(round.Context.Round, "encrypt-keys", round.Clients[3], RoundMessage.Coordinator, new byte[100])]);
        await round.PrepareAsync();
        int[] others = [0, 1, 2, 4];
        await round.SendAsync(others);
        await round.HearAsync();
        foreach (int keeper in others) await round.KeepAsync(keeper, others);
        Assert.Equal(await round.PlainAsync(others), await round.CloseAsync());
    }

    [Fact]
    public async Task Shares_of_no_polynomial_fail_the_round_and_open_nothing()
    {
        // A holder seals shares of another secret to some members.
        var round = new RoundParties(5, new Encrypt());
        var other = new RoundParties(5, new Encrypt());
        await round.PrepareAsync();
        RoundParties mixed = round.Again();
        var terms = EncryptTerms.Of(round.Context, round.Context.Groups[0], EncryptPlan.Of(new Encrypt(), PlanInput(round)));
        foreach (int member in (int[])[1, 2])
        {
            using var secret = new HolderKey(HolderKey.NewSeed());
            IReadOnlyList<HolderShare> shares = secret.Split(1, terms.Plan.Sizes);
            using BoxKey own = await RunKey.OfAsync(mixed.SafeOf(0), TestContext.Current.CancellationToken);
            await mixed.Channel.PostAsync([new RoundMessage(
                round.Context.Round, "encrypt-keys", round.Clients[0], round.Clients[member], HolderMessage.Seal(own, terms, shares[member]))]);
            foreach (HolderShare share in shares) share.Dispose();
        }
        await mixed.PrepareAsync(); // what was posted first is what members read
        int[] all = [0, 1, 2, 3, 4];
        await mixed.SendAsync(all);
        await mixed.HearAsync();
        foreach (int keeper in all) await mixed.KeepAsync(keeper, all);
        await Assert.ThrowsAsync<UnopenedSumException>(async () => await mixed.CloseAsync());
    }

    private static UpdateSpec PlanInput(RoundParties round) => new Pipeline(new Quantize { Bits = 8, Range = 1 }).Plan(round.Spec).Wire;

    [Fact]
    public async Task Damaged_boxes_parts_and_answers_are_refused_or_named()
    {
        var random = new Tributary.Tensors.RandomStream(12);
        int[] all = [0, 1, 2];
        RoundParties round = await SentAsync(3, new Encrypt());
        foreach (int keeper in all) await round.KeepAsync(keeper, all);
        IReadOnlyList<RoundMessage> answers = await round.AnswersAsync(), boxes =
            await round.Channel.ReadAsync(round.Context.Round, "encrypt-keys", round.Clients[0]);
        RoundMessage sum = (await round.Channel.ReadAsync(round.Context.Round, "encrypt-open", round.Clients[0])).Single();
        IReadOnlyList<RoundMessage> parts = await round.Channel.ReadAsync(round.Context.Round, "encrypt-keys", RoundMessage.Coordinator);
        for (int trial = 0; trial < 12; trial++)
        {
            RoundParties boxed = round.Again();
            await boxed.Channel.PostAsync(
                [sum, .. boxes.Select(box => box.From == round.Clients[1] ? box with { Body = Damage(box.Body) } : box)]);
            await RefusesAsync(ProblemCodes.ShareUnusable, "'site-1'", () => boxed.KeepAsync(0, all));
            RoundParties made = round.Again();
            await made.Channel.PostAsync([.. parts.Select(part => part.From == round.Clients[1] ? part with { Body = Damage(part.Body) } : part)]);
            await made.PrepareAsync();
            try
            {
                await made.EncodeAsync(0); // a box is damaged, and its member will see it
            }
            catch (KeeperException e)
            {
                Assert.Equal(ProblemCodes.CollectiveKeyUnusable, e.Code); // the part is left out, and three are needed
            }
            RoundParties opened = await SentAsync(3, new Encrypt());
            await opened.Channel.PostAsync([.. answers.Skip(1), answers[0] with { Body = Damage(answers[0].Body) }]);
            await Assert.ThrowsAsync<UnopenedSumException>(async () => await opened.CloseAsync());
        }

        byte[] Damage(ReadOnlyMemory<byte> bytes)
        {
            byte[] damaged = bytes.ToArray();
            if (random.NextInt(5) == 0) return damaged[..random.NextInt(damaged.Length)];
            damaged[random.NextInt(damaged.Length)] ^= (byte)(1 << random.NextInt(8));
            return damaged;
        }
    }

    [Fact]
    public async Task Sums_longer_than_a_message_travel_in_pieces()
    {
        RoundParties round = await SentAsync(3, new Encrypt(), length: 450_000);
        foreach (int keeper in (int[])[0, 1, 2]) await round.KeepAsync(keeper, [0, 1, 2]);
        Assert.True((await round.AnswersAsync()).Count > 3);
        Assert.Equal(await round.PlainAsync([0, 1, 2]), await round.CloseAsync());
    }

    [Fact]
    public async Task Every_secret_of_a_round_is_zeroed()
    {
        using SecretWatch watch = SecretWatch.Start();
        RoundParties round = await SentAsync(4, new Encrypt());
        foreach (int keeper in (int[])[0, 1, 2, 3]) await round.KeepAsync(keeper, [0, 1, 2, 3]);
        await round.CloseAsync();
        Assert.True(watch.Seen.Count > 100, $"{watch.Seen.Count}");
        Assert.All(watch.Seen, secret => Assert.True(secret.IsZero));
    }

    [Fact]
    public async Task A_single_encrypted_update_looks_like_random_bits_and_nothing_of_it_is_in_another()
    {
        var round = new RoundParties(4, new Encrypt(), length: 20_000);
        await round.PrepareAsync();
        byte[] one = await VectorAsync(), two = await VectorAsync();
        Assert.InRange(RoundParties.Surprise(one), -5, 5);
        Assert.InRange(RoundParties.Surprise([.. one.Zip(two, (a, b) => (byte)(a ^ b))]), -5, 5); // the same update, encrypted twice

        async Task<byte[]> VectorAsync() => ((EncryptedPayload)PayloadReader.Read(await round.EncodeAsync(0), round.Wire)).Vector.ToBytes();
    }

    /// <summary>A round in which everybody has sent an update and the sum is ready to be opened.</summary>
    private static async Task<RoundParties> SentAsync(int clients, Encrypt stage, int length = 20)
    {
        var round = new RoundParties(clients, stage, length);
        await round.PrepareAsync();
        await round.SendAsync(Enumerable.Range(0, clients));
        await round.HearAsync();
        return round;
    }

    private static async Task RefusesAsync(string code, string words, Func<ValueTask> open)
    {
        var refused = await Assert.ThrowsAsync<KeeperException>(async () => await open());
        Assert.Equal(code, refused.Code);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    private static int[] Members(int set, int clients) => [.. Enumerable.Range(0, clients).Where(i => (set >> i & 1) != 0)];
}
