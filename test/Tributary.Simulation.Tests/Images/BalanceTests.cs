using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Simulation.Tests;

public sealed class BalanceTests
{
    private const string Generator = """{ "use": "dp-merf", "frequencies": 150, "hidden": [40], "steps": 60, "batch": 10, "epsilon": 10 }""";

    private static string Job(string balance) => Jobs.Digits($$"""
        {
          "partition": { "use": "shards", "clients": 5 }, {{balance}}
          "local": { "steps": 20, "batchSize": 32, "optimizer": { "use": "sgd", "learningRate": 0.1 } }, "rounds": 2
        }
        """);

    private static string Filled(string model = Generator) =>
        Job($$""" "balance": { "model": {{model}}, "examples": 40, "rounds": 1, "steps": 2 }, """);

    [Fact]
    public async Task Every_site_trains_on_as_many_of_each_class_and_is_measured_on_real_ones_alone()
    {
        PlannedJob job = Jobs.Plan(Filled());
        SimulationResult result = await Jobs.RunAsync(job);
        BalanceSummary balance = result.Report.Balance!;
        Assert.Equal("dp-merf", balance.Generator);
        Assert.Equal(10, balance.Epsilon!.Value, 0.01);
        int[] lacking = [.. job.Federation.Sites.Select(site => Counts((LabelledData)site.Train).Sum(count => Math.Max(0, 40 - count)))];
        Assert.Equal(lacking, balance.Generated);
        Assert.True(lacking.Min() > 100);
        Assert.Equal(job.Federation.Sites.Select(site => site.Train.Count), result.Report.Sites.Select(site => site.TrainExamples));
        Assert.Equal(2, result.Report.Rounds.Count);
        Assert.Equal(balance.BytesUp + result.Report.Rounds.Sum(round => round.BytesUp), result.Report.Totals.BytesUp);
        Assert.Contains("Classes filled up", ReportPage.Render(result.Report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filled_up_classes_help_where_sites_have_two_each()
    {
        SimulationResult plain = await Jobs.RunAsync(Job("")), filled = await Jobs.RunAsync(Filled());
        Assert.True(Accuracy(filled) > Accuracy(plain) + 0.05, $"{Accuracy(plain)} {Accuracy(filled)}");
    }

    [Fact]
    public async Task The_bits_are_the_same_for_any_number_of_threads()
    {
        PlannedJob job = Jobs.Plan(Filled());
        SimulationResult one = await Jobs.RunAsync(job, threads: 1), two = await Jobs.RunAsync(job, threads: 2);
        Assert.Equal(one.Model.Parameters.Values.ToArray(), two.Model.Parameters.Values.ToArray());
    }

    [Fact]
    public async Task A_generator_that_is_trained_fills_up_too()
    {
        SimulationResult result = await Jobs.RunAsync(Filled("""{ "use": "flow", "layers": 1, "heads": 1, "width": 8 }"""));
        Assert.Equal(TrainPhase.QuestionName, Assert.Single(result.Report.Balance!.Rounds).Question);
        Assert.Null(result.Report.Balance.Epsilon);
    }

    [Fact]
    public void Sites_with_enough_of_every_class_generate_nothing()
    {
        PlannedJob job = Jobs.Plan(Jobs.Digits());
        var real = (LabelledData)job.Federation.Pooled;
        var model = (IImageGenerator)new DpMerf { Frequencies = 4, Hidden = [4] }.Build(DataShape.Of(real), 8, new RandomStream(1));
        Assert.Same(real, ScarceClasses.Fill(real, 10, model, new RandomStream(1)));
        LabelledData filled = ScarceClasses.Fill(real, 200, model, new RandomStream(1));
        Assert.All(Counts(filled), count => Assert.True(count >= 200));
        float[] first = new float[64], same = new float[64];
        real.CopyFeatures(5, first);
        filled.CopyFeatures(5, same);
        Assert.Equal(first, same);
    }

    [Fact]
    public void Refuses_promises_that_do_not_cover_the_generator()
    {
        JobSpec spec = new()
        {
            Name = "job",
            Data = Part.Of("digits"),
            Partition = Part.Of("iid"),
            Model = Part.Of("mlp"),
            Rounds = 1,
            Balance = new BalanceOptions { Model = Part.Of("dp-merf"), Examples = 5 },
            Local = new LocalOptions { Privacy = new ExamplePrivacy { Clip = 1, Lot = 1, Delta = 1e-5, NoiseMultiplier = 1 } },
        };
        Assert.Contains(spec.Check("$"), problem => problem.Code == ProblemCodes.BalanceUncovered);
    }

    [Fact]
    public void Refuses_models_that_draw_no_images()
    {
        Problem problem = Assert.Single(Jobs.Problems(Filled("""{ "use": "mlp" }""")));
        Assert.Equal((ProblemCodes.NotBalanceable, "$.balance.model"), (problem.Code, problem.Path));
        Assert.Contains(Jobs.Problems(Filled("""{ "use": "dp-merf", "epsilon": -1 }""")), one => one.Path.StartsWith("$.balance.model", StringComparison.Ordinal));
    }

    [Fact]
    public void The_field_says_that_it_does_not_do_this()
    {
        JobSpec spec = new()
        {
            Name = "job",
            Data = Part.Of("digits"),
            Partition = Part.Of("iid"),
            Model = Part.Of("dp-merf"),
            Rounds = 1,
            Balance = new BalanceOptions { Model = Part.Of("dp-merf"), Examples = 5 },
        };
        Assert.Equal(["$.model", "$.balance"], FieldSupport.Problems(spec, new DpMerf()).Select(problem => problem.Path));
        Assert.Empty(FieldSupport.Problems(spec with { Balance = null }, new Mlp()));
    }

    private static int[] Counts(LabelledData data)
    {
        int[] counts = new int[data.ClassCount];
        for (int i = 0; i < data.Count; i++) counts[data.Label(i)]++;
        return counts;
    }

    private static double Accuracy(SimulationResult result) => result.Report.Rounds[^1].Metrics["accuracy"];
}
