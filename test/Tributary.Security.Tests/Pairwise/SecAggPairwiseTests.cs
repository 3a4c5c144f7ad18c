using Tributary.Core;
using Tributary.Core.Tests;

namespace Tributary.Security.Tests;

/// <summary>The laws of stages, and what is special about <c>secagg-pairwise</c>.</summary>
public sealed class SecAggPairwiseTests : StageLaws
{
    public override IStage Stage => new SecAggPairwise();

    public override double Tolerance => 1.0 / 32767;

    public override IReadOnlyList<IStage> Before => [new Quantize { Bits = 16, Range = 1 }];

    public override IReadOnlyList<IStage> Impossible =>
    [
        new SecAggPairwise { Minimum = 1 }, new SecAggPairwise { GroupSize = 1 }, new SecAggPairwise { Neighbours = 3 },
        new SecAggPairwise { Neighbours = 0 }, new SecAggPairwise { Threshold = 1 },
    ];

    private protected override SmallFederation Federation => new() { Keys = KeyOf };

    private static ReadOnlyMemory<byte> KeyOf(ISafe safe)
    {
        using BoxKey key = RunKey.OfAsync(safe).AsTask().GetAwaiter().GetResult();
        return key.PublicKey;
    }

    [Theory]
    [InlineData(1, 3, "leave the stage out: the sum of one client is its update", ProblemCodes.SecureSumTooSmall)]
    [InlineData(2, 3, "opens sums of at least 3 clients, and a round has 2", ProblemCodes.SecureSumTooSmall)]
    [InlineData(1025, 3, "groups have at most 1024", ProblemCodes.SecureSumTooLarge)]
    public void Refuses_cohorts_in_which_nothing_hides_or_too_many_are(int cohort, int minimum, string words, string code)
    {
        var refused = Assert.Throws<CompositionException>(() => Plan(new SecAggPairwise { Minimum = minimum }, cohort));
        Assert.Equal(code, refused.Code);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12, 6, "One half could tell a client's key", "7 to 12, or leave it out for 9")]
    [InlineData(4, 5, "So many there are not", "3 to 4, or leave it out for 3")]
    public void Refuses_thresholds_that_open_twice_or_never(int cohort, int threshold, string why, string advice)
    {
        var refused = Assert.Throws<CompositionException>(() => Plan(new SecAggPairwise { Threshold = threshold }, cohort));
        Assert.Equal(ProblemCodes.NeighboursUnfit, refused.Code);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Contains(advice, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stands_after_a_common_scale_and_before_nothing()
    {
        foreach ((string words, IStage[] stages) in ((string, IStage[])[])
            [
                ("Put 'quantize' before it.", [new SecAggPairwise()]),
                ("finds nothing to compress", [.. Before, new SecAggPairwise(), new Zip()]),
                ("works once", [.. Before, new SecAggPairwise(), new SecAggPairwise()]),
                ("has made bytes of the update that only 'secagg-pairwise' can read", [.. Before, new SecAggPairwise(), new SecAgg()]),
            ])
            Assert.Contains(
                words, Assert.Throws<CompositionException>(() => new Pipeline(stages).Plan(new SmallFederation().Spec())).Message,
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(33)]
    public async Task A_cohort_has_the_bits_of_the_plain_sum(int clients)
    {
        var round = new PairwiseRound(clients);
        Assert.Equal(await round.PlainAsync(round.All), await round.RunAsync());
    }

    [Theory]
    [InlineData(40, 6)]
    [InlineData(1000, 2)]
    public async Task A_ring_of_neighbours_has_the_bits_of_the_plain_sum(int clients, int neighbours)
    {
        var round = new PairwiseRound(clients, new SecAggPairwise { Neighbours = neighbours });
        Assert.Equal(await round.PlainAsync(round.All), await round.RunAsync());
    }

    [Fact]
    public async Task Groups_under_a_median_have_the_bits_of_groups_without_secrecy()
    {
        Aggregate secure = await Federation.RunAsync(new Pipeline([.. Before, new SecAggPairwise { GroupSize = 4 }]), new Median());
        Aggregate plain = await Federation.RunAsync(new Pipeline([.. Before, new PlainSum { GroupSize = 4 }]), new Median());
        Assert.Equal(plain.Values, secure.Values);
    }

    [Fact]
    public void Neighbours_are_mutual_as_many_as_asked_and_the_same_at_every_party()
    {
        PairwiseSizes sizes = PairwiseSizes.Of(new SecAggPairwise { Neighbours = 8 }, Spec(50));
        var group = new Group(1, new SmallFederation { Clients = 50 }.Cohort);
        var round = new RoundContext(new RoundId("run", 1), [group], 11);
        PairwiseGraph graph = PairwiseGraph.Of(round, group, sizes), same = PairwiseGraph.Of(round, group, sizes);
        PairwiseGraph other = PairwiseGraph.Of(round with { Seed = 12 }, group, sizes);
        for (int client = 0; client < 50; client++)
        {
            IReadOnlyList<int> neighbours = graph.NeighboursOf(client);
            Assert.Equal(8, neighbours.Distinct().Count());
            Assert.DoesNotContain(client, neighbours);
            Assert.All(neighbours, neighbour => Assert.Contains(client, graph.NeighboursOf(neighbour)));
            Assert.Equal(neighbours, same.NeighboursOf(client));
        }
        Assert.Contains(Enumerable.Range(0, 50), client => !graph.NeighboursOf(client).SequenceEqual(other.NeighboursOf(client)));
    }

    [Fact]
    public async Task Every_secret_of_a_round_is_zeroed()
    {
        using SecretWatch watch = SecretWatch.Start();
        var round = new PairwiseRound(5);
        await round.PrepareAsync(round.All);
        await round.SendAsync([0, 1, 2, 3], round.All);
        await round.AgreeAsync([0, 1, 2, 3], [0, 1, 2, 3]);
        await round.TellAsync([0, 1, 2, 3], [0, 1, 2, 3], [0, 1, 2, 3]);
        await round.CloseAsync();
        Assert.True(watch.Seen.Count > 100, $"{watch.Seen.Count}");
        Assert.All(watch.Seen, secret => Assert.True(secret.IsZero));
    }

    [Fact]
    public async Task A_single_masked_update_looks_like_random_bits_and_so_do_two_together()
    {
        byte[] one = await VectorAsync(1), two = await VectorAsync(2);
        Assert.InRange(Surprise(one), -5, 5);
        Assert.InRange(Surprise([.. one.Zip(two, (a, b) => (byte)(a ^ b))]), -5, 5); // the same update in two rounds
        byte[] bare = [.. one];
        for (int i = 0; i < bare.Length; i += 4) bare[i] = 7; // what the test must see: a quarter of the bytes say something
        Assert.True(Surprise(bare) > 100);

        static async Task<byte[]> VectorAsync(int number)
        {
            var round = new PairwiseRound(4, length: 40_000, number: number);
            await round.PrepareAsync(round.All);
            var payload = (PairwisePayload)PayloadReader.Read(await round.EncodeAsync(0, round.All), round.Wire);
            return payload.ToTensors()[0].Data.ToArray();
        }
    }

    [Fact]
    public async Task Whatever_two_clients_know_a_third_masked_update_looks_random_without_its_own_mask()
    {
        // The masks that two neighbours share with a third cancel in the sum of the three; the own masks stay.
        var round = new PairwiseRound(3, length: 40_000);
        await round.PrepareAsync(round.All);
        PairwisePayload sum = await ReadAsync(0);
        sum.Add(await ReadAsync(1));
        sum.Add(await ReadAsync(2));
        Assert.InRange(Surprise(sum.ToTensors()[0].Data.ToArray()), -5, 5);

        async Task<PairwisePayload> ReadAsync(int client) =>
            (PairwisePayload)PayloadReader.Read(await round.EncodeAsync(client, round.All), round.Wire);
    }

    [Fact]
    public void A_hundred_neighbours_of_a_thousand_stand_a_tenth_that_collude_or_a_tenth_that_leave()
    {
        // The neighbours of a client are drawn without regard to who is corrupt. Of the 101 holders of its secrets each honest one tells a
        // share of one of them; with c corrupt ones, who tell both, both come out if 101 + c reaches twice the threshold.
        const int Holders = SecAggPairwise.DefaultNeighbours + 1;
        int threshold = PairwiseSizes.Of(new SecAggPairwise(), Spec(1000)).ThresholdIn(1000);
        Assert.Equal(68, threshold);
        Assert.True(1000 * AtLeast((2 * threshold) - Holders) < Math.Pow(2, -31));
        // Who has left needs the threshold among its neighbours alone.
        Assert.True(1000 * AtLeast(Holders - threshold) < Math.Pow(2, -26));

        // Of 100 drawn among 999, of which 100 are marked: the hypergeometric tail.
        static double AtLeast(int marked) => Enumerable.Range(marked, 101 - marked)
            .Sum(i => (double)(Choose(100, i) * Choose(899, 100 - i)) / (double)Choose(999, 100));

        static System.Numerics.BigInteger Choose(int n, int k) =>
            Enumerable.Range(1, k).Aggregate(System.Numerics.BigInteger.One, (product, i) => product * (n - k + i) / i);
    }

    [Fact]
    public void Secrets_come_back_from_any_shares_of_the_threshold_and_not_from_fewer()
    {
        var random = new Tributary.Tensors.RandomStream(8);
        for (int trial = 0; trial < 50; trial++)
        {
            byte[] secret = [.. Enumerable.Range(0, 32).Select(_ => (byte)random.NextInt(256))], seed = [.. secret.Reverse()];
            if (trial == 0) secret.AsSpan().Fill(0xff);
            int threshold = 1 + random.NextInt(6);
            int[] holders = [.. Enumerable.Range(0, 8).Select(i => 3 * i)];
            SortedDictionary<int, byte[]> shares = SharedSecrets.Split(secret, seed, 1, threshold, holders);
            int[] some = [.. holders.OrderBy(_ => random.NextInt(1000)).Take(threshold)];
            FieldShare[] read = [.. some.Select(holder => SharedSecrets.Read(holder, shares[holder]))];
            byte[] rebuilt = new byte[32];
            Assert.True(SharedSecrets.TryRebuild(read, SharedSecrets.Weights(some), rebuilt));
            Assert.Equal(secret, rebuilt);
            if (threshold == 1) continue;
            SharedSecrets.TryRebuild(read[1..], SharedSecrets.Weights(some[1..]), rebuilt);
            Assert.NotEqual(secret, rebuilt);
        }
    }

    /// <summary>How far the counts of byte values are from equal ones, in standard deviations of a chi-square with 255 degrees.</summary>
    private static double Surprise(byte[] bytes)
    {
        int[] counts = new int[256];
        foreach (byte value in bytes) counts[value]++;
        double expected = bytes.Length / 256.0, square = counts.Sum(count => (count - expected) * (count - expected) / expected);
        return (square - 255) / Math.Sqrt(2 * 255);
    }

    private UpdateSpec Spec(int cohort) => new Pipeline(Before).Plan(new SmallFederation { Clients = cohort }.Spec()).Wire;

    private static PlannedPipeline Plan(SecAggPairwise stage, int cohort) =>
        new Pipeline(new Quantize { Range = 1 }, stage).Plan(new SmallFederation { Clients = cohort }.Spec());
}
