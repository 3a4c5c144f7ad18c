using Tributary.Core;

namespace Tributary.Security.Tests;

/// <summary>Clients that leave under pairwise masks: in every phase, in every number, up to the order of the clients.</summary>
public sealed class PairwiseDropOutTests
{
    // What a client does last: nothing, its keys, its shares, its update, its signature, its answer.
    private const int Nothing = 0, Keys = 1, Shares = 2, Sent = 3, Agreed = 4, Told = 5;

    public static TheoryData<int> Cohorts => [2, 3, 4, 5, 6];

    [Theory]
    [MemberData(nameof(Cohorts))]
    public async Task Every_pattern_of_drop_outs_opens_the_right_sum_or_says_why_not(int clients)
    {
        int opened = 0, closed = 0;
        await Parallel.ForEachAsync(Patterns(clients, Nothing).Select((pattern, i) => (pattern, i)), TestContext.Current.CancellationToken,
            async (item, _) =>
            {
                // The same numbers of drop-outs in each phase, by other clients every time.
                int[] last = [.. item.pattern.Select((_, client) => item.pattern[(client + item.i) % clients])];
                if (await PlayAsync(new PairwiseRound(clients), last)) Interlocked.Increment(ref opened);
                else Interlocked.Increment(ref closed);
            });
        Assert.True(opened > 0 && closed > 0);
    }

    [Fact]
    public async Task Random_patterns_of_more_clients_on_a_ring_open_the_right_sum_or_say_why_not()
    {
        var random = new Tributary.Tensors.RandomStream(41);
        bool[] ended = await Task.WhenAll(Enumerable.Range(0, 12).Select(async trial =>
        {
            var own = random.Derive("trial", trial);
            var stage = new SecAggPairwise { Minimum = 2, Neighbours = 8, Threshold = 5 };
            int[] last = [.. Enumerable.Range(0, 20).Select(_ => own.NextInt(12) == 0 ? own.NextInt(Told) : Told)];
            return await PlayAsync(new PairwiseRound(20, stage), last, stage);
        }));
        Assert.Contains(true, ended);
    }

    private static IEnumerable<int[]> Patterns(int clients, int least) => clients == 0
        ? [[]]
        : Enumerable.Range(least, Told + 1 - least).SelectMany(first => Patterns(clients - 1, first).Select(rest => (int[])[first, .. rest]));

    /// <summary>Plays a round in which every client stops after what it does last.</summary>
    /// <returns>Whether the sum opened; then it is the plain one. Else nothing but refusals by name came of it.</returns>
    private static async Task<bool> PlayAsync(PairwiseRound round, int[] last, SecAggPairwise? stage = null)
    {
        PairwiseSizes sizes = PairwiseSizes.Of(stage ?? new SecAggPairwise { Minimum = 2 }, round.Spec);
        List<int> there = [.. round.All];
        if (!await StepAsync(Keys, 0) || !await StepAsync(Shares, 1)) return false;
        int[] shared = [.. there];
        var included = new List<int>();
        foreach (int client in shared.Where(client => last[client] >= Sent))
        {
            if (await RefusesAsync(async () => await round.ReceiveAsync(client, await round.EncodeAsync(client, shared)))) continue;
            included.Add(client);
        }
        if (included.Count < 2) return false;
        int[] agreed = [.. await AnswersAsync(round.After[0], included, Agreed)];
        await round.PassAsync(round.After[0], included, agreed);
        await AnswersAsync(round.After[1], agreed, Told);
        Hearing hearing = await round.HearAsync(agreed);
        Assert.Empty(hearing.Wrong);
        if (hearing.IsReady)
        {
            Assert.Equal(await round.PlainAsync(included), await round.CloseAsync());
            return true;
        }
        Assert.Equal(ProblemCodes.SumNotOpened, (await Assert.ThrowsAsync<UnopenedSumException>(round.CloseAsync)).Code);
        if (stage is null) Assert.True(agreed.Length < sizes.ThresholdIn(last.Length) || last.Count(phase => phase == Told) < sizes.ThresholdIn(last.Length));
        return false;

        async Task<bool> StepAsync(int phase, int step)
        {
            int[] before = [.. there];
            foreach (int client in before)
                if (last[client] < phase
                    || await RefusesAsync(() => round.AnswerAsync(round.Before[step], client, before).AsTask()))
                    there.Remove(client);
            Hearing heard = await round.PassAsync(round.Before[step], before, there);
            Assert.Empty(heard.Wrong);
            return there.Count >= sizes.Fewest;
        }

        async Task<List<int>> AnswersAsync(PlannedStep step, IReadOnlyCollection<int> who, int phase)
        {
            var answered = new List<int>();
            foreach (int client in who.Where(client => last[client] >= phase))
                if (!await RefusesAsync(() => round.AnswerAsync(step, client, who, included).AsTask())) answered.Add(client);
            return answered;
        }
    }

    /// <summary>Whether a client leaves because too few of its neighbours are left; it must have no other reason.</summary>
    private static async Task<bool> RefusesAsync(Func<Task> act)
    {
        try
        {
            await act();
            return false;
        }
        catch (KeeperException e)
        {
            Assert.Equal(ProblemCodes.TooFewNeighbours, e.Code);
            return true;
        }
    }
}
