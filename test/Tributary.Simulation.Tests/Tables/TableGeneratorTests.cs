using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;
using Tributary.Tests;
using Tributary.Training;

namespace Tributary.Simulation.Tests;

public sealed class TableGeneratorTests : IDisposable
{
    private const string Sum = """[{ "use": "quantize", "bits": 16, "range": 32767, "rounding": "nearest" }, { "use": "plain-sum" }]""";

    private readonly TemporaryFolder _folder = new();

    public TableGeneratorTests() => TableJobs.Write(Path, 1500);

    private string Path => System.IO.Path.Combine(_folder.Path, "people.csv");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{ "use": "mst" }""", "[]")]
    [InlineData("""{ "use": "mst", "labelInEveryClique": true, "epsilon": 3 }""", "[]")]
    [InlineData("""{ "use": "mst", "labelInEveryClique": true, "epsilon": 3 }""", Sum)]
    [InlineData("""{ "use": "aim", "size": 2000, "epsilon": 2 }""", "[]")]
    [InlineData("""{ "use": "copula" }""", "[]")]
    [InlineData("""{ "use": "copula", "epsilon": 3 }""", Sum)]
    public async Task Five_banks_make_the_table_of_one_bit_for_bit(string model, string stages)
    {
        float[] together = await MakeAsync(model, banks: 1, holdsOut: false, "[]");
        float[] apart = await MakeAsync(model, banks: 5, holdsOut: false, stages);
        Assert.Equal(together, apart);
        Assert.NotEqual(together, await MakeAsync(model, banks: 1, holdsOut: true, "[]")); // other rows, another table
    }

    [Fact]
    public async Task The_report_has_rows_and_what_was_measured_on_them()
    {
        PlannedJob job = Jobs.Plan(TableJobs.Job(Path, """{ "use": "mst", "labelInEveryClique": true }""", 5));
        SimulationResult result = await Jobs.RunAsync(job);
        SampleSet samples = Assert.Single(result.Report.Samples);
        Assert.Equal(["age", "city", "work", "gain", "rich"], samples.Table!.Columns);
        Assert.Equal([HistogramsPhase.Histograms, MarginalsPhase.Marginals], result.Report.Rounds.Select(round => round.Question));
        Assert.InRange(Value("column shapes"), 0.9, 1);
        Assert.InRange(Value("macro-F1 of logistic, generated over real"), 0.9, 1.1);
        Assert.InRange(Value("membership attack, AUC"), 0.4, 0.6);

        double Value(string name) => samples.Measurements.Single(measured => measured.Name == name).Value;
    }

    [Fact]
    public async Task Rows_that_are_asked_for_have_what_was_asked_and_the_file_is_read_back()
    {
        SimulationResult result = await Jobs.RunAsync(TableJobs.Job(Path, """{ "use": "mst" }""", 3));
        result.Model.Write(System.IO.Path.Combine(_folder.Path, "model.safetensors"));
        (ModelFile file, IArchitecture architecture) = ModelFile.Read(System.IO.Path.Combine(_folder.Path, "model.safetensors"), new TrainingCatalog().Models);
        Model model = architecture.Build(file.Data, 1, new RandomStream(0));
        model.Parameters.Load(file.Parameters);
        ITableGenerator generator = ((ITableModel)model).Generator;
        int city = generator.Shape.Find("city"), rich = generator.Shape.Find("rich");
        TableData drawn = generator.Sample(500, [(city, 1), (rich, 1)], new RandomStream(1));
        Assert.All(Enumerable.Range(0, 500), row => Assert.Equal((1f, 1f), (drawn[row, city], drawn[row, rich])));
        Assert.Throws<DataException>(() => generator.Sample(5, [(generator.Shape.Find("age"), 99)], new RandomStream(1)));
    }

    [Fact]
    public async Task A_trained_generator_draws_rows_like_those_of_the_sites()
    {
        PlannedJob job = Jobs.Plan(TableJobs.Job(Path, """
            { "use": "tvae", "modes": 8, "hidden": [32], "code": 8 }
            """, 3).Replace("\"rounds\": 1", """
            "local": { "steps": 60, "batchSize": 64, "keepOptimizer": true, "optimizer": { "use": "adamw", "learningRate": 0.01 } }, "rounds": 8
            """, StringComparison.Ordinal));
        SimulationResult result = await Jobs.RunAsync(job);
        IReadOnlyList<RoundSummary> rounds = result.Report.Rounds;
        Assert.Equal(HistogramsPhase.Histograms, rounds[0].Question);
        Assert.True(rounds[^1].TrainLoss < 0.8 * rounds[1].TrainLoss);
        IReadOnlyList<Measurement> measured = result.Report.Samples.Single().Measurements;
        Assert.True(measured.Single(one => one.Name == "column shapes").Value > 0.8);
        Assert.True(measured.Single(one => one.Name == "macro-F1 of logistic, generated over real").Value > 0.8);
        SimulationResult again = await Jobs.RunAsync(job, threads: 1);
        Assert.Equal(result.Model.Parameters.Values.ToArray(), again.Model.Parameters.Values.ToArray());
    }

    [Fact]
    public void Refuses_a_promise_that_bounds_found_in_rows_would_break()
    {
        string job = TableJobs.Job(Path, """{ "use": "mst", "epsilon": 1 }""", 2);
        Assert.Empty(Jobs.Problems(job));
        Problem problem = Assert.Single(Jobs.Problems(job.Replace("\"age\": { \"minimum\": 18, \"maximum\": 99 },", "", StringComparison.Ordinal)));
        Assert.Equal(ProblemCodes.BoundsNotStated, problem.Code);
    }

    [Theory]
    [InlineData("\"rounds\": 1", "\"rounds\": 7")]
    [InlineData("\"rounds\": 1", "\"rounds\": 1, \"compare\": [\"pooled\"]")]
    [InlineData("\"rounds\": 1", "\"rounds\": 1, \"aggregator\": { \"use\": \"trimmed-mean\" }")]
    public void Refuses_what_only_training_has(string member, string other)
    {
        string job = TableJobs.Job(Path, """{ "use": "mst" }""", 4).Replace(member, other, StringComparison.Ordinal);
        Assert.Contains(Jobs.Problems(job), problem => problem.Code == ProblemCodes.NotForSums);
    }

    [Fact]
    public async Task Adult_at_epsilon_one_is_nearly_as_useful_as_the_census_and_gives_nobody_away()
    {
        PlannedJob job = Jobs.Plan("""
            {
              "name": "adult", "data": { "use": "adult" }, "partition": { "use": "dirichlet", "clients": 5, "alpha": 1 },
              "model": { "use": "mst", "labelInEveryClique": true, "epsilon": 1 }, "rounds": 1
            }
            """, SharedData.PathOrSkip("data"));
        SimulationResult result = await Jobs.RunAsync(job);
        IReadOnlyList<Measurement> measured = result.Report.Samples.Single().Measurements;
        Assert.True(Value("accuracy of logistic, generated over real") >= 0.96);
        Assert.True(Value("macro-F1 of logistic, generated over real") >= 0.94);
        Assert.True(Value("membership attack, AUC") <= 0.55);

        double Value(string name) => measured.Single(one => one.Name == name).Value;
    }

    /// <summary>The model's numbers, and the cells of rows that it draws.</summary>
    private async Task<float[]> MakeAsync(string model, int banks, bool holdsOut, string stages)
    {
        string text = TableJobs.Job(Path, model, banks, stages);
        PlannedJob job = Jobs.Plan(text);
        DataSplit split = Source(text).LoadRows(new DataFolder(""));
        // Which rows a site holds back depends on the division, and both must see the same rows.
        Federation all = holdsOut ? job.Federation
            : Federation.Divide(split with { Test = split.Train }, new IidPartition { Clients = banks }, null, new RandomStream(9));
        SimulationResult result = await Jobs.RunAsync(job with { Federation = all });
        SampleTable table = result.Report.Samples.Single().Table!;
        return [.. result.Model.Parameters.Values, .. table.Rows.SelectMany(row => row).Select(cell => (float)cell.Sum(c => c))];
    }

    private static IDataSource Source(string text)
    {
        var catalog = new TrainingCatalog();
        var problems = new List<Problem>();
        return catalog.Data.Resolve(JobReader.Read(text, catalog.Jobs, problems)!.Data, "$.data", problems)!;
    }
}
