using Tributary.Models;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Simulation.Tests;

public sealed class ComparisonTests
{
    private const int Rounds = 3;

    private static readonly string _job = Jobs.Digits($$"""
        { "rounds": {{Rounds}}, "partition": { "use": "shards", "clients": 5 }, "holdout": 0.3, "compare": ["local", "pooled"] }
        """);

    private static ComparisonRow Row(SimulationResult result, string label) => result.Report.Comparison.Single(row => row.Label == label);

    private static IReadOnlyDictionary<string, double> Evaluate(PlannedJob job, ParameterSet model, Dataset data) =>
        new Evaluator(new Pool<Model>(() => job.Architecture.Build(job.Shape, Evaluator.ChunkSize, new RandomStream(1))), 1)
            .Evaluate(model, data);

    /// <summary>Training in one place from the job's initial parameters, a call a round.</summary>
    private static ParameterSet Train(PlannedJob job, Dataset data, RandomStream random)
    {
        Model model = job.Architecture.Build(job.Shape, 32, new RandomStream(1));
        model.Parameters.Load(job.Initial);
        var loop = new TrainingLoop(model, job.Composition.Local);
        for (int round = 0; round < Rounds; round++) loop.Run(data, random.Derive("round", round), round, continues: round > 0);
        return model.Parameters.ToSet();
    }

    [Fact]
    public async Task Each_site_alone_is_trained_on_its_own_data_and_measured_on_its_own_and_everybodys()
    {
        PlannedJob job = Jobs.Plan(_job);
        SimulationResult result = await Jobs.RunAsync(job);
        ParameterSet[] alone = [.. job.Federation.Sites.Select((site, i) => Train(job, site.Train, job.Random.Derive("alone", i)))];
        double everybodys = alone.Average(model => Evaluate(job, model, job.Federation.Test)["accuracy"]);
        ComparisonRow row = Row(result, ComparisonRow.Alone);
        Assert.Equal(everybodys, row.Metrics["accuracy"], 1e-12);
        for (int i = 0; i < alone.Length; i++)
            Assert.Equal(Evaluate(job, alone[i], job.Federation.Sites[i].Test!), result.Report.Sites[i].Alone);
        double right = job.Federation.Sites.Select((site, i) => site.Test!.Count * result.Report.Sites[i].Alone!["accuracy"]).Sum();
        double own = right / job.Federation.Test.Count;
        Assert.Equal(own, row.OwnTestMetrics!["accuracy"], 1e-12);
        // Whoever has two digits knows those and no others.
        Assert.True(row.OwnTestMetrics["accuracy"] > 0.6 && row.Metrics["accuracy"] < 0.45);
        Assert.Equal(0, row.Bytes);
    }

    [Fact]
    public async Task The_pooled_model_is_trained_on_the_training_data_of_all()
    {
        PlannedJob job = Jobs.Plan(_job);
        SimulationResult result = await Jobs.RunAsync(job);
        ParameterSet pooled = Train(job, job.Federation.Pooled, job.Random.Derive("pooled"));
        Assert.Equal(Evaluate(job, pooled, job.Federation.Test), Row(result, ComparisonRow.Pooled).Metrics);
        Assert.All(
            job.Federation.Sites.Zip(result.Report.Sites),
            pair => Assert.Equal(Evaluate(job, pooled, pair.First.Test!), pair.Second.Pooled));
    }

    [Fact]
    public async Task The_federated_row_is_the_model_of_the_run_and_its_costs()
    {
        PlannedJob job = Jobs.Plan(_job);
        SimulationResult result = await Jobs.RunAsync(job);
        ComparisonRow row = Row(result, ComparisonRow.Federated);
        Assert.Equal(Evaluate(job, result.Model.Parameters, job.Federation.Test), row.Metrics);
        // All sites' own test parts together are everybody's test data.
        Assert.Equal(row.Metrics["accuracy"], row.OwnTestMetrics!["accuracy"], 1e-9);
        Assert.Equal(row.Metrics["loss"], row.OwnTestMetrics["loss"], 1e-9);
        Assert.Equal(result.Report.Totals.BytesUp + result.Report.Totals.BytesDown, row.Bytes);
    }

    [Theory]
    [InlineData("""[]""", ComparisonRow.Federated)]
    [InlineData("""["local"]""", ComparisonRow.Alone, ComparisonRow.Federated)]
    [InlineData("""["pooled"]""", ComparisonRow.Federated, ComparisonRow.Pooled)]
    [InlineData("""["local", "pooled"]""", ComparisonRow.Alone, ComparisonRow.Federated, ComparisonRow.Pooled)]
    public async Task Rows_are_those_asked_for(string compare, params string[] rows)
    {
        SimulationResult result = await Jobs.RunAsync(Jobs.Digits($$"""{ "rounds": 1, "compare": {{compare}} }"""));
        Assert.Equal(rows, result.Report.Comparison.Select(row => row.Label));
        Assert.All(result.Report.Sites, site => Assert.Equal(rows.Contains(ComparisonRow.Alone), site.Alone is not null));
    }

    [Fact]
    public async Task Sites_are_described_by_what_they_train_on()
    {
        PlannedJob job = Jobs.Plan(_job);
        SimulationResult result = await Jobs.RunAsync(job);
        foreach ((Site site, SiteSummary summary) in job.Federation.Sites.Zip(result.Report.Sites))
        {
            Assert.Equal((site.Id.Value, site.Train.Count, site.Test!.Count), (summary.Name, summary.TrainExamples, summary.TestExamples));
            var train = (LabelledData)site.Train;
            for (int label = 0; label < 10; label++)
                Assert.Equal(Enumerable.Range(0, train.Count).Count(i => train.Label(i) == label), summary.Labels[label].Count);
        }
    }

    [Fact]
    public async Task With_many_sites_some_are_trained_alone()
    {
        SimulationResult result = await Jobs.RunAsync(Jobs.Digits("""
            { "rounds": 2, "partition": { "use": "iid", "clients": 60 }, "selector": { "use": "uniform", "count": 6 }, "compare": ["local"] }
            """));
        Assert.Equal(60, result.Report.Sites.Count);
        string[] alone = [.. result.Report.Sites.Where(site => site.Alone is not null).Select(site => site.Name)];
        Assert.Equal(20, alone.Length);
        Assert.Equal("site-01", alone[0]);
        Assert.Equal("site-58", alone[^1]);
        Assert.Equal("20 of 60 sites, at equal distances", Row(result, ComparisonRow.Alone).Note);
    }

    [Fact]
    public async Task Full_batches_of_pooled_data_larger_than_any_sites_are_trained_on()
    {
        SimulationResult result = await Jobs.RunAsync(Jobs.Digits("""
            {
              "rounds": 3, "strategy": { "use": "fed-sgd" }, "compare": ["local", "pooled"], "partition": { "use": "iid", "clients": 4 },
              "local": { "optimizer": { "use": "sgd", "learningRate": 0.5 } }
            }
            """));
        // Federated gradient descent is gradient descent on pooled data.
        Assert.Equal(Row(result, ComparisonRow.Pooled).Metrics["loss"], Row(result, ComparisonRow.Federated).Metrics["loss"], 1e-5);
    }
}
