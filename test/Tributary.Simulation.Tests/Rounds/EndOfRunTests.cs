using Tributary.Core;

namespace Tributary.Simulation.Tests;

public sealed class EndOfRunTests
{
    private static async Task<RunReport> ReportAsync(string changes) => (await Jobs.RunAsync(Jobs.Digits(changes))).Report;

    [Fact]
    public async Task A_run_in_which_everybody_is_late_fails_and_says_so()
    {
        RunReport report = await ReportAsync("""{ "rounds": 9, "pacing": { "use": "all", "deadlineSeconds": 1e-4 } }""");
        Assert.Equal(RunOutcome.Failed, report.Outcome);
        Assert.Contains("Deadline", report.Reason, StringComparison.Ordinal);
        Assert.Equal(3, report.Rounds.Count);
        Assert.All(report.Rounds, round => Assert.Equal((0, 5), (round.Received, round.Dropped[DropReason.Deadline])));
    }

    [Fact]
    public async Task A_run_whose_clients_diverge_fails_with_what_they_say()
    {
        RunReport report = await ReportAsync("""
            { "local": { "epochs": 3, "optimizer": { "use": "sgd", "learningRate": 1e9 } }, "compare": ["local", "pooled"] }
            """);
        Assert.Equal(RunOutcome.Failed, report.Outcome);
        Assert.Contains("training has diverged", report.Reason, StringComparison.Ordinal);
        Assert.All(report.Rounds, round => Assert.Equal(5, round.Dropped[DropReason.Failed]));
    }

    [Fact]
    public async Task A_run_that_invites_nobody_fails()
    {
        RunReport report = await ReportAsync("""{ "selector": { "use": "poisson", "probability": 1e-12 } }""");
        Assert.Equal(RunOutcome.Failed, report.Outcome);
        Assert.Contains("chose no client", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_round_in_between_costs_nothing_but_time()
    {
        // One client in two fails, and a round without any update is asked again.
        RunReport report = await ReportAsync("""
            { "rounds": 6, "selector": { "use": "uniform", "count": 1 }, "simulation": { "dropout": 0.4 }, "seed": 5 }
            """);
        Assert.Equal(RunOutcome.Completed, report.Outcome);
        Assert.Equal(6, report.Rounds.Count(round => round.Received == 1));
        Assert.Contains(report.Rounds, round => round.Received == 0 && round.TrainLoss is null && round.BytesUp == 0);
        Assert.Equal(Enumerable.Range(1, report.Rounds.Count), report.Rounds.Select(round => round.Round));
    }

    [Fact]
    public async Task A_target_ends_the_run()
    {
        RunReport report = await ReportAsync("""{ "rounds": 40, "evaluate": { "target": { "metric": "accuracy", "value": 0.5 } } }""");
        Assert.Equal(RunOutcome.TargetReached, report.Outcome);
        Assert.InRange(report.Rounds.Count, 2, 39);
        Assert.True(report.Rounds[^1].Metrics["accuracy"] >= 0.5);
        Assert.All(report.Rounds.SkipLast(1), round => Assert.True(round.Metrics["accuracy"] < 0.5));
    }

    [Fact]
    public async Task A_target_of_loss_is_reached_from_above()
    {
        RunReport report = await ReportAsync("""
            { "rounds": 40, "evaluate": { "target": { "metric": "loss", "value": 1.5, "lowerIsBetter": true } } }
            """);
        Assert.Equal(RunOutcome.TargetReached, report.Outcome);
        Assert.True(report.Rounds[^1].Metrics["loss"] <= 1.5);
    }

    [Fact]
    public async Task A_target_that_does_not_stop_lets_the_run_go_on()
    {
        RunReport report = await ReportAsync("""
            { "rounds": 4, "evaluate": { "target": { "metric": "accuracy", "value": 0.01, "stop": false } } }
            """);
        Assert.Equal((RunOutcome.Completed, 4), (report.Outcome, report.Rounds.Count));
    }

    [Fact]
    public async Task The_model_is_measured_when_it_is_due_and_at_the_end()
    {
        RunReport report = await ReportAsync("""{ "rounds": 5, "evaluate": { "every": 2 } }""");
        Assert.Equal([2, 4, 5], report.Rounds.Where(round => round.Metrics.Count > 0).Select(round => round.Round));
        Assert.Equal(report.Rounds[^1].Metrics, report.Comparison.Single(row => row.Label == ComparisonRow.Federated).Metrics);
    }

    [Fact]
    public async Task A_cancelled_run_stops()
    {
        using var source = new CancellationTokenSource();
        PlannedJob job = Jobs.Plan(Jobs.Digits("""{ "rounds": 1000000 }"""));
        var settings = new SimulationSettings { Threads = 2, OnRound = round => { if (round.Round == 3) source.Cancel(); } };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new Simulator(job, settings).RunAsync(source.Token));
    }

    [Fact]
    public async Task Progress_is_told_round_by_round()
    {
        var heard = new List<(string What, double Share)>();
        var rounds = new List<int>();
        var settings = new SimulationSettings
        {
            Threads = 1,
            OnRound = round => rounds.Add(round.Round),
            OnProgress = (what, share) => heard.Add((what, share)),
        };
        await new Simulator(Jobs.Plan(Jobs.Digits("""{ "rounds": 4, "compare": ["local", "pooled"] }""")), settings).RunAsync();
        Assert.Equal([1, 2, 3, 4], rounds);
        Assert.Equal([0.25, 0.5, 0.75, 1], heard.Where(told => told.What == "training together").Select(told => told.Share));
        Assert.Contains(heard, told => told.What.Contains("alone", StringComparison.Ordinal));
    }
}
