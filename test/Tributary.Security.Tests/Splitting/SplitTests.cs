using Tributary.Core;
using Tributary.Core.Tests;

namespace Tributary.Security.Tests;

/// <summary>The laws of stages, and what is special about <c>split</c>.</summary>
public sealed class SplitTests : StageLaws
{
    public override IStage Stage => new Split();

    public override double Tolerance => 1.0 / 32767;

    public override IReadOnlyList<IStage> Before => [new Quantize { Bits = 16, Range = 1 }];

    public override IReadOnlyList<IStage> Impossible =>
    [
        new Split { Minimum = 1 }, new Split { Count = 1 }, new Split { Count = 6 }, new Split { Helpers = ["a"] },
        new Split { Helpers = ["a", "b", "a"] }, new Split { Threshold = 4 }, new Split { Count = 4, Threshold = 2 },
    ];

    private protected override SmallFederation Federation => new() { Keys = RoundParties.KeyOf };

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(5, 3)]
    public async Task Named_helpers_open_the_plain_sum_in_any_number_that_the_threshold_allows(int count, int threshold)
    {
        var stage = new Split { Helpers = [.. Enumerable.Range(2, count).Select(i => $"site-{i}")], Threshold = threshold };
        var round = new RoundParties(8, stage);
        Assert.Equal(stage.Helpers, round.Committee.Select(helper => helper.Value));
        await round.SendAsync(0, 1, 3, 5, 7);
        for (int helper = 2; helper < 2 + threshold; helper++) await round.KeepAsync(helper, [0, 1, 3, 5, 7]);
        Assert.Equal(await round.PlainAsync([0, 1, 3, 5, 7]), await round.CloseAsync());
    }

    [Fact]
    public async Task Every_set_of_helpers_opens_it_or_does_not_as_the_threshold_says()
    {
        var first = new RoundParties(5, new Split { Helpers = ["site-0", "site-1", "site-2", "site-3", "site-4"], Threshold = 3 });
        int[] all = [0, 1, 2, 3, 4];
        byte[][] bodies = [.. await Task.WhenAll(all.Select(client => first.EncodeAsync(client)))];
        long[] plain = await first.PlainAsync(all);
        for (int set = 0; set < 32; set++)
        {
            RoundParties round = first.Again();
            foreach (int client in all) await round.ReceiveAsync(client, bodies[client]);
            int[] helpers = [.. all.Where(helper => (set >> helper & 1) != 0)];
            foreach (int helper in helpers) await round.KeepAsync(helper, all);
            if (helpers.Length >= 3) Assert.Equal(plain, await round.CloseAsync());
            else Assert.Equal(
                ProblemCodes.SumNotOpened, (await Assert.ThrowsAsync<UnopenedSumException>(async () => await round.CloseAsync())).Code);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Every_pattern_of_clients_that_leave_opens_to_the_plain_sum_or_not_at_all(int clients)
    {
        int helpers = Math.Min(3, clients);
        var first = new RoundParties(clients, new Split { Minimum = 2, Count = helpers, Threshold = 2 });
        byte[][] bodies = new byte[clients][];
        for (int client = 0; client < clients; client++) bodies[client] = await first.EncodeAsync(client);
        int[] committee = [.. first.Committee.Select(helper => first.Clients.ToList().IndexOf(helper))];
        for (int sent = 1; sent < 1 << clients; sent++)
        {
            int[] included = [.. Enumerable.Range(0, clients).Where(i => (sent >> i & 1) != 0)];
            long[]? plain = included.Length >= 2 ? await first.PlainAsync(included) : null;
            for (int kept = 0; kept < 1 << helpers; kept++)
            {
                RoundParties round = first.Again();
                foreach (int client in included) await round.ReceiveAsync(client, bodies[client]);
                int[] keepers = [.. committee.Where((_, i) => (kept >> i & 1) != 0)];
                foreach (int keeper in keepers)
                    if (plain is not null) await round.KeepAsync(keeper, included);
                    else await Assert.ThrowsAsync<KeeperException>(async () => await round.KeepAsync(keeper, included));
                if (plain is not null && keepers.Length >= 2) Assert.Equal(plain, await round.CloseAsync());
                else await Assert.ThrowsAsync<UnopenedSumException>(async () => await round.CloseAsync());
            }
        }
    }

    [Fact]
    public async Task A_thousand_clients_open()
    {
        var round = new RoundParties(1000, new Split());
        int[] sent = [.. Enumerable.Range(0, 1000).Where(client => client % 7 != 3)];
        await round.SendAsync(sent);
        foreach (ClientId helper in round.Committee) await round.KeepAsync(round.Clients.ToList().IndexOf(helper), sent);
        Assert.Equal(await round.PlainAsync(sent), await round.CloseAsync());
    }

    [Fact]
    public async Task Answers_longer_than_a_message_travel_in_pieces()
    {
        var round = new RoundParties(3, new Split { Threshold = 2 }, length: 700_000);
        await round.SendAsync(0, 1, 2);
        await round.KeepAsync(0, [0, 1, 2]);
        await round.KeepAsync(2, [0, 1, 2]);
        Assert.True((await round.AnswersAsync()).Count >= 4);
        Assert.Equal(await round.PlainAsync([0, 1, 2]), await round.CloseAsync());
    }

    [Fact]
    public async Task An_update_takes_the_bytes_of_its_words_and_of_a_seed_for_each_helper()
    {
        var round = new RoundParties(4, new Split(), length: 20_000);
        byte[] body = await round.EncodeAsync(0);
        int words = (20_003 * 10 / 8) + 8; // 8 bits and two of four clients' carry, and the weight
        Assert.InRange(body.Length, words, words + (3 * (SplitBox.Length(1) + 1)) + 350);
    }

    [Fact]
    public async Task A_helper_answers_once_and_for_enough_known_clients_only()
    {
        var round = new RoundParties(5, new Split { Helpers = ["site-0", "site-1"] });
        await round.SendAsync(0, 1, 2, 3, 4);
        await RefusesAsync("a sum of 2 hides less", () => round.KeepAsync(0, [0, 1]));
        await RefusesAsync("is not in the group", () => round.KeepAsync(0, [round.Clients[0], round.Clients[1], new ClientId("spy")]));
        await RefusesAsync("a client is in it twice", () => round.KeepAsync(0, [round.Clients[0], round.Clients[0], round.Clients[1]]));
        await round.KeepAsync(4, [0, 1, 2]);
        Assert.Empty(await round.AnswersAsync()); // of whoever is no helper
        await round.KeepAsync(0, [0, 1, 2, 3]);
        await RefusesAsync("opened for other clients before", () => round.KeepAsync(0, [0, 1, 2, 3, 4]));
        await round.KeepAsync(0, [0, 1, 2, 3]);
        Assert.Single(await round.AnswersAsync());
    }

    [Fact]
    public async Task A_split_view_and_a_stale_round_are_noticed()
    {
        var round = new RoundParties(5, new Split { Helpers = ["site-0", "site-1"] });
        RoundContext other = round.Context with { Seed = 6 };
        for (int client = 0; client < 5; client++) await round.ReceiveAsync(client, await round.EncodeAsync(client, client == 2 ? other : null));
        await RefusesAsync("'site-2' was told another cohort", () => round.KeepAsync(0, [0, 1, 2, 3, 4]));
        RoundContext next = round.Context with { Round = new RoundId("run", 2) };
        foreach (RoundMessage box in await round.Channel.ReadAsync(round.Context.Round, "split", round.Clients[1]))
            await round.Channel.PostAsync([box with { Round = next.Round }]);
        var stale = await Assert.ThrowsAsync<KeeperException>(async () => await round.KeepAsync(1, [0, 1, 3], next));
        Assert.Equal(ProblemCodes.ShareUnusable, stale.Code);
    }

    [Fact]
    public async Task Helpers_that_are_not_invited_or_have_no_key_get_nothing()
    {
        var round = new RoundParties(4, new Split { Helpers = ["site-0", "site-9"] });
        var refused = await Assert.ThrowsAsync<KeeperException>(() => round.EncodeAsync(1));
        Assert.Equal(ProblemCodes.HelpersUnfit, refused.Code);
        Assert.Contains("1 are invited", refused.Message, StringComparison.Ordinal);
        var few = Assert.Throws<CompositionException>(() => new RoundParties(3, new Split { Count = 4 }));
        Assert.Equal(ProblemCodes.HelpersUnfit, few.Code);
        var named = new RoundParties(4, new Split { Helpers = ["site-0", "site-1"] });
        RoundContext keyless = named.Context with { KeyOf = client => client == named.Clients[1] ? null : named.KeyOf(client) };
        Assert.Equal(ProblemCodes.MemberWithoutKey, (await Assert.ThrowsAsync<KeeperException>(() => named.EncodeAsync(2, keyless))).Code);
    }

    [Fact]
    public async Task A_liar_among_more_helpers_than_needed_is_named_and_one_that_cannot_be_told_opens_nothing()
    {
        int[] all = [0, 1, 2, 3, 4];
        var round = new RoundParties(5, new Split { Helpers = ["site-0", "site-1", "site-2", "site-3", "site-4"], Threshold = 3 });
        byte[][] bodies = [.. await Task.WhenAll(all.Select(client => round.EncodeAsync(client)))];
        RoundParties asked = round.Again();
        foreach (int client in all) await asked.ReceiveAsync(client, bodies[client]);
        foreach (int helper in all) await asked.KeepAsync(helper, all);
        IReadOnlyList<RoundMessage> answers = await asked.AnswersAsync();
        RoundParties lied = await WithAsync(answers, 2);
        Assert.Equal(await round.PlainAsync(all), await lied.CloseAsync());
        Assert.Equal([round.Clients[2]], (await lied.HearAsync()).Wrong);
        RoundParties tied = await WithAsync([.. answers.Take(4)], 2); // of some pairs one lies
        var unopened = await Assert.ThrowsAsync<UnopenedSumException>(async () => await tied.CloseAsync());
        Assert.Contains("tell different sums for the same shares", unopened.Message, StringComparison.Ordinal);

        async Task<RoundParties> WithAsync(IReadOnlyList<RoundMessage> told, int liar)
        {
            RoundParties again = round.Again();
            foreach (int client in all) await again.ReceiveAsync(client, bodies[client]);
            foreach (RoundMessage answer in told)
            {
                byte[] body = RoundParties.Whole(answer);
                if (answer.From == again.Clients[liar]) body[^1] ^= 1;
                await again.Channel.PostAsync(LongMessage.Cut(answer with { Body = body }));
            }
            return again;
        }
    }

    [Fact]
    public async Task Damaged_answers_and_boxes_are_refused_or_named()
    {
        var random = new Tributary.Tensors.RandomStream(8);
        int[] all = [0, 1, 2];
        var round = new RoundParties(3, new Split());
        byte[][] bodies = [.. await Task.WhenAll(all.Select(client => round.EncodeAsync(client)))];
        RoundParties asked = round.Again();
        foreach (int client in all) await asked.ReceiveAsync(client, bodies[client]);
        IReadOnlyList<RoundMessage> boxes = await asked.Channel.ReadAsync(round.Context.Round, "split", round.Clients[0]);
        foreach (int helper in all) await asked.KeepAsync(helper, all);
        IReadOnlyList<RoundMessage> answers = await asked.AnswersAsync();
        for (int trial = 0; trial < 60; trial++)
        {
            RoundParties again = round.Again();
            foreach (int client in all) await again.ReceiveAsync(client, bodies[client]);
            await again.Channel.PostAsync([.. answers.Skip(1), answers[0] with { Body = Damage(answers[0].Body) }]);
            await Assert.ThrowsAsync<UnopenedSumException>(async () => await again.CloseAsync()); // all three are needed
            RoundParties boxed = round.Again();
            await boxed.Channel.PostAsync(
                [.. boxes.Select(box => box.From == round.Clients[1] ? box with { Body = Damage(box.Body) } : box)]);
            var refused = await Assert.ThrowsAsync<KeeperException>(async () => await boxed.KeepAsync(0, all));
            Assert.Equal(ProblemCodes.ShareUnusable, refused.Code);
            Assert.Contains("'site-1'", refused.Message, StringComparison.Ordinal);
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
    public async Task Every_secret_of_a_round_is_zeroed()
    {
        using SecretWatch watch = SecretWatch.Start();
        var round = new RoundParties(4, new Split());
        await round.SendAsync(0, 1, 2, 3);
        foreach (ClientId helper in round.Committee) await round.KeepAsync(round.Clients.ToList().IndexOf(helper), [0, 1, 2, 3]);
        await round.CloseAsync();
        Assert.True(watch.Seen.Count > 20, $"{watch.Seen.Count}");
        Assert.All(watch.Seen, secret => Assert.True(secret.IsZero));
    }

    [Fact]
    public async Task A_single_split_update_looks_like_random_bits_and_nothing_of_it_is_in_another()
    {
        var round = new RoundParties(4, new Split(), length: 20_000);
        byte[] one = await WordsAsync(), two = await WordsAsync();
        Assert.InRange(RoundParties.Surprise(one), -5, 5);
        Assert.InRange(RoundParties.Surprise([.. one.Zip(two, (a, b) => (byte)(a ^ b))]), -5, 5); // the same update under two masks

        async Task<byte[]> WordsAsync() => ((SplitPayload)PayloadReader.Read(await round.EncodeAsync(0), round.Wire)).ToTensors()[0].Values<byte>().ToArray();
    }

    private static async Task RefusesAsync(string words, Func<ValueTask> open)
    {
        var refused = await Assert.ThrowsAsync<KeeperException>(async () => await open());
        Assert.Equal(ProblemCodes.OpeningRefused, refused.Code);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }
}
