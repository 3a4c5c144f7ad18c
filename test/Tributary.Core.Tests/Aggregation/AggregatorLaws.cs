using System.Text.Json;
using Tributary.Tensors;
using Tributary.Tests;

namespace Tributary.Core.Tests;

/// <summary>What every aggregator has to keep.</summary>
public abstract class AggregatorLaws
{
    private const int Clients = 11, Length = 9;

    /// <summary>The rule, as one would set it against <paramref name="bad"/> of <paramref name="clients"/> clients.</summary>
    public abstract IAggregator Rule(int clients, int bad);

    /// <summary>The name under which the reference vectors have its results.</summary>
    public abstract string Vector { get; }

    [Fact]
    public void The_order_of_contributions_changes_no_bit()
    {
        long[] expected = Fold(Enumerable.Range(0, Clients)).Finish().Values;
        var random = new RandomStream(6);
        for (int trial = 0; trial < 20; trial++)
        {
            int[] order = [.. Enumerable.Range(0, Clients)];
            random.Shuffle<int>(order);
            Assert.Equal(expected, Fold(order).Finish().Values);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(11)]
    public void Folds_of_parts_merge_to_the_bits_of_the_whole(int cut)
    {
        IAggregation left = Fold(Enumerable.Range(0, cut)), right = Fold(Enumerable.Range(cut, Clients - cut));
        left.Merge(right);
        Assert.Equal(Fold(Enumerable.Range(0, Clients)).Finish().Values, left.Finish().Values);
    }

    [Fact]
    public void Of_nothing_comes_nothing()
    {
        Aggregate empty = Fold([]).Finish();
        Assert.All(empty.Values, value => Assert.Equal(0, value));
        Assert.All(empty.Mean(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Of_equal_contributions_comes_the_same()
    {
        IAggregation fold = Rule(Clients, 2).Begin(Spec(Length, Clients));
        for (int i = 0; i < Clients; i++) fold.Add(Contribution(3));
        double[] one = [.. Contribution(3).Edit().Select(value => (double)value / Contribution(3).Edit()[^1])];
        Assert.All(one[..^1].Zip(fold.Finish().Mean()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void A_contribution_of_no_weight_counts_for_nothing()
    {
        IAggregation fold = Fold(Enumerable.Range(0, Clients));
        fold.Add(new RealPayload(Spec(Length, Clients).Segments, new float[Length + 1]));
        Assert.Equal(Fold(Enumerable.Range(0, Clients)).Finish().Values, fold.Finish().Values);
    }

    [Fact]
    public void Agrees_with_the_reference_vectors()
    {
        using JsonDocument vectors = JsonDocument.Parse(File.ReadAllText(SharedData.PathOrSkip("vectors/robust-aggregation.json")));
        int rows = 0;
        foreach (JsonElement test in vectors.RootElement.GetProperty("cases").EnumerateArray())
        {
            int bad = test.GetProperty("f").GetInt32();
            double[] attack = Numbers(test.GetProperty("byzantine_vector"));
            double[][] all = [.. test.GetProperty("honest").EnumerateArray().Select(Numbers), .. Enumerable.Repeat(attack, bad)];
            double[] expected = Numbers(test.GetProperty("aggregates").GetProperty(Vector));
            UpdateSpec spec = Spec(expected.Length, all.Length);
            IAggregation fold = Rule(all.Length, bad).Begin(spec);
            foreach (double[] row in all) fold.Add(new RingPayload(spec.Segments, [.. row.Select(value => (ulong)FixedPoint.Round(value)), FixedPoint.One]));
            double[] actual = fold.Finish().Mean();
            double tolerance = 1e-9 * all.Max(row => row.Max(Math.Abs));
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
            rows++;
        }
        Assert.Equal(vectors.RootElement.GetProperty("count").GetInt32(), rows);

        static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];
    }

    protected static UpdateSpec Spec(int length, int clients) =>
        UpdateSpec.For([new Segment("tensor", length)], 0, clients, Weighting.Examples, Sees.Contributions);

    private IAggregation Fold(IEnumerable<int> clients)
    {
        IAggregation fold = Rule(Clients, 2).Begin(Spec(Length, Clients));
        foreach (int client in clients) fold.Add(Contribution(client));
        return fold;
    }

    private static RealPayload Contribution(int client)
    {
        float[] values = new float[Length + 1];
        new RandomStream(31).Derive("contribution", client).FillNormal(values);
        values[^1] = (1 + client % 4) / 4f;
        return new RealPayload(Spec(Length, Clients).Segments, values);
    }
}
