using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Security.Tests;

/// <summary>Clients leave in any phase: before they send, or before they answer as a keeper.</summary>
public sealed class DropOutTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Every_pattern_opens_to_the_plain_sum_or_not_at_all(int clients)
    {
        // Each included set is sent and answered once, and every set of keepers whose answer arrives is tried on it.
        byte[][] bodies = new byte[clients][];
        SecureRound first = Round(clients);
        for (int client = 0; client < clients; client++) bodies[client] = await first.EncodeAsync(client);
        for (int sent = 1; sent < 1 << clients; sent++)
        {
            int[] included = Members(sent, clients);
            long[]? plain = included.Length >= 2 ? await first.PlainAsync(included) : null;
            SecureRound asked = first.Again();
            foreach (int client in included) await asked.ReceiveAsync(client, bodies[client]);
            for (int keeper = 0; keeper < clients; keeper++)
                if (included.Length >= 2) await asked.KeepAsync(keeper, included);
                else await Assert.ThrowsAsync<KeeperException>(async () => await asked.KeepAsync(keeper, included));
            IReadOnlyList<RoundMessage> answers = await asked.AnswersAsync();
            for (int kept = 0; kept < 1 << clients; kept++)
            {
                int[] keepers = Members(kept, clients);
                SecureRound round = first.Again();
                foreach (int client in included) await round.ReceiveAsync(client, bodies[client]);
                await round.Channel.PostAsync([.. answers.Where(answer => keepers.Any(keeper => round.Clients[keeper] == answer.From))]);
                if (plain is not null && keepers.Length >= (2 * clients / 3) + 1)
                {
                    Assert.Equal(plain, await round.CloseAsync());
                    continue;
                }
                Assert.Equal(included.Length < 2, (await round.HearAsync()).IsReady);
                var unopened = await Assert.ThrowsAsync<UnopenedSumException>(async () => await round.CloseAsync());
                Assert.Equal(ProblemCodes.SumNotOpened, unopened.Code);
                Assert.Equal(included.Length, round.Server.Unopened.Count);
            }
        }
    }

    [Fact]
    public async Task Drop_outs_drawn_at_random_in_larger_cohorts()
    {
        var random = new RandomStream(2026);
        for (int trial = 0; trial < 12; trial++)
        {
            int clients = 7 + random.NextInt(20);
            SecureRound round = Round(clients);
            int[] sent = [.. Enumerable.Range(0, clients).Where(_ => random.NextInt(4) > 0)];
            await round.SendAsync(sent);
            int[] keepers = [.. round.Committee.Select(keeper => round.Clients.ToList().IndexOf(keeper)).Where(_ => random.NextInt(5) > 0)];
            foreach (int keeper in keepers) await round.KeepAsync(keeper, sent);
            if (keepers.Length >= (2 * round.Committee.Count / 3) + 1) Assert.Equal(await round.PlainAsync(sent), await round.CloseAsync());
            else await Assert.ThrowsAsync<UnopenedSumException>(async () => await round.CloseAsync());
        }
    }

    private static SecureRound Round(int clients) => new(clients);

    private static int[] Members(int set, int clients) => [.. Enumerable.Range(0, clients).Where(i => (set >> i & 1) != 0)];
}
