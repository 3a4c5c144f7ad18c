using Tributary.Tensors;
using Tributary.Tests;

namespace Tributary.Core.Tests;

public sealed class NormalizePhaseTests
{
    private static readonly ParameterLayout _layout = new([("weight", [6], true), ("normalize.mean", [6], false), ("normalize.scale", [6], false)]);

    /// <summary>A site with a table.</summary>
    private sealed class Table(float[][] rows) : ILocalTrainer
    {
        public ValueTask<LocalResult> AnswerAsync(LocalTask task, CancellationToken cancellation)
        {
            Assert.True(ColumnStatistics.Answers(task.Question));
            return new(ColumnStatistics.Answer(task, rows.Length, (row, values) => rows[row].CopyTo(values)));
        }
    }

    /// <summary>Amounts, time stamps, tiny numbers, a constant, a flag and a heavy tail, different at every site.</summary>
    private static float[][][] Sites(int sites)
    {
        var random = new RandomStream(5);
        return [.. Enumerable.Range(0, sites).Select(site => Enumerable.Range(0, 1 + site % 3 * 20).Select(_ => new[]
        {
            (float)(8e10 + 1e10 * random.NextNormal() + 1e9 * (site % 20)),
            (float)(1.7e9 + 3e7 * random.NextNormal()),
            (float)(1e-6 * random.NextNormal()),
            0.1f,
            random.NextInt(4) == 0 ? 1f : 0f,
            random.NextInt(50) == 0 ? 1e6f : 0f,
        }).ToArray())];
    }

    private static async Task<ParameterSet> RunAsync(float[][][] sites, bool backwards = false, int absent = 0)
    {
        ClientId[] ids = [.. sites.Select((_, i) => new ClientId($"site-{i}"))];
        var models = new MemoryBlobStore();
        using Coordinator coordinator = await Coordinator.OpenAsync(new RunSetup
        {
            Run = "run",
            Job = "job",
            Phases = [new NormalizePhase(new Select(), new Pace(), _layout)],
            Clients = ids,
            Begin = () => new ModelState(new ParameterSet(_layout), new Sgd { LearningRate = 1 }.Begin(6)),
            LargestWeight = sites.Max(site => site.Length),
            Log = new MemoryEventLog<RunEvent>(),
            Models = models,
            Updates = new DiscardingBlobStore(),
            Clock = new FakeTime(),
        });
        using var cache = new ModelCache(_layout);
        IEnumerable<int> order = Enumerable.Range(0, sites.Length);
        await coordinator.TickAsync();
        foreach (ClientId id in ids.Take(absent)) await coordinator.DeclineAsync(coordinator.State.Round!.Id, id, DropReason.Unavailable);
        while ((await coordinator.TickAsync()).Outcome is null)
            foreach (int i in backwards ? order.Reverse() : order)
                await new FederatedClient(ids[i], coordinator, new Table(sites[i]), new MemoryVault(), cache, new RandomStream(1)).TakePartAsync();
        Assert.Equal(2, coordinator.State.Model!.Number);
        return SafetensorsReader.Read(await models.GetAsync(coordinator.State.Model.Model)).ToParameters(_layout);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(200)]
    public async Task Statistics_over_all_sites_are_those_of_the_pooled_rows(int sites)
    {
        float[][][] tables = Sites(sites);
        ParameterSet model = await RunAsync(tables);
        AssertStatistics(tables, model);
    }

    [Fact]
    public async Task A_site_that_was_away_for_the_means_still_counts_in_the_end()
    {
        float[][][] tables = Sites(5);
        AssertStatistics(tables, await RunAsync(tables, absent: 2));
    }

    private static void AssertStatistics(float[][][] tables, ParameterSet model)
    {
        float[][] rows = [.. tables.SelectMany(rows => rows)];
        for (int column = 0; column < 6; column++)
        {
            double mean = rows.Average(row => (double)row[column]);
            double deviation = Math.Sqrt(rows.Average(row => (row[column] - mean) * (row[column] - mean)));
            double resolution = Math.Abs(mean) / (1 << 23) + deviation * 1e-6;
            Assert.Equal(mean, model["normalize.mean"][column], resolution);
            Assert.Equal(deviation > resolution ? 1 / deviation : 1, model["normalize.scale"][column], deviation > resolution ? 2e-6 / deviation : 0);
        }
    }

    [Fact]
    public async Task A_constant_column_keeps_its_scale()
    {
        ParameterSet model = await RunAsync(Sites(9));
        Assert.Equal(0.1f, model["normalize.mean"][3], 1e-7f);
        Assert.Equal(1, model["normalize.scale"][3]);
    }

    [Fact]
    public async Task The_order_of_the_sites_does_not_matter() =>
        Assert.Equal((await RunAsync(Sites(20))).Values.ToArray(), (await RunAsync(Sites(20), backwards: true)).Values.ToArray());

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(1e12f)]
    public void A_column_that_cannot_be_summed_is_refused_in_words(float value)
    {
        var model = new ParameterSet(_layout);
        var task = new LocalTask(new RoundId("run", 1), NormalizePhase.Means, model, [], new float[100], new ClientMemory(new MemoryVault()), new RandomStream(1));
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() =>
            ColumnStatistics.Answer(task, 1, (_, values) => values[2] = value));
        Assert.Contains("Column 2", refusal.Message);
    }

    [Fact]
    public void A_model_without_the_two_tensors_is_refused()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new NormalizePhase(new Select(), new Pace(), LeastSquares.Layout));
        Assert.Contains("normalize.mean", refusal.Message);
    }
}
