using System.Text.Json;
using Tributary.Core;
using Tributary.Privacy;

namespace Tributary.Simulation.Tests;

/// <summary>Training that hides single examples, in whole runs.</summary>
public sealed class ExamplePrivacyTests
{
    private static string Job(string privacy, string more = "") => Jobs.Digits($$"""
        {
          "partition": { "use": "iid", "clients": 4 }, "model": { "use": "logistic" }, "rounds": 5,
          "local": { "steps": 8, "privacy": {{privacy}}, "optimizer": { "use": "sgd", "learningRate": 1 } } {{more}}
        }
        """);

    private const string Budget = """{ "clip": 1, "lot": 60, "epsilon": 6, "delta": 1e-4 }""";

    [Fact]
    public async Task Learns_within_the_budget_and_says_what_it_spent()
    {
        RunReport report = (await Jobs.RunAsync(Job(Budget))).Report;
        Assert.Equal(RunOutcome.Completed, report.Outcome);
        Assert.InRange(report.Rounds[^1].Metrics["accuracy"], 0.6, 1);
        Assert.All(report.Rounds, round => Assert.Null(round.TrainLoss)); // nobody is told
        double[] spent = [.. report.Rounds.Select(round => round.Epsilon!.Value)];
        Assert.Equal(spent.Order(), spent);
        Assert.InRange(spent[^1], 5.99, 6);

        ExampleGuarantee kept = report.Examples!;
        Assert.Equal((spent[^1], 1e-4, 40L, "PLD"), (kept.Epsilon, kept.Delta, kept.Steps, kept.Accountant));
        // Whoever reads the report can count again.
        DpEvent happened = JsonSerializer.Deserialize(kept.Event.ToJsonString(), CoreJson.Default.DpEvent)!;
        Assert.Equal(kept.Epsilon, new PldAccountant().Epsilon(happened, 1e-4), 1e-9);
        Assert.Contains("data with and without one example", ReportPage.Render(report), StringComparison.Ordinal);
        Assert.Contains(kept.NotCovered, sentence => sentence.Contains("seed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_that_is_asked_less_often_spends_less()
    {
        RunReport drawn = (await Jobs.RunAsync(Job(Budget, """, "selector": { "use": "uniform", "count": 1 }, "seed": 3 """))).Report;
        Assert.InRange(drawn.Examples!.Epsilon, 0.1, 5.9);
    }

    [Fact]
    public async Task Has_the_same_bits_with_any_number_of_threads_and_other_baselines_beside_it()
    {
        string job = Job(Budget, """, "compare": ["local", "pooled"] """);
        SimulationResult one = await Jobs.RunAsync(job, threads: 1), three = await Jobs.RunAsync(job, threads: 3);
        Assert.Equal(one.Model.Parameters.Values.ToArray(), three.Model.Parameters.Values.ToArray());
        Assert.Equal(one.Report.Comparison.Select(row => row.Metrics["accuracy"]), three.Report.Comparison.Select(row => row.Metrics["accuracy"]));
    }

    [Fact]
    public void A_delta_that_does_not_suit_the_clients_is_refused_before_anything_runs()
    {
        string job = Job("""{ "clip": 1, "lot": 60, "epsilon": 6, "delta": 0.01 }""");
        Assert.Equal(ProblemCodes.ExampleDeltaTooLarge, Assert.Single(Jobs.Problems(job)).Code);
    }
}
