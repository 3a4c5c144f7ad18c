using Tributary.Core;
using Tributary.Privacy;

namespace Tributary.Simulation.Tests;

/// <summary>Noise in whole runs: what it costs is counted round by round, and the report says what it is worth.</summary>
public sealed class PrivacyTests
{
    private static string Job(string privacy, string stages, string more = "") => Jobs.Digits($$"""
        {
          "partition": { "use": "iid", "clients": 60 }, "model": { "use": "logistic" }, "weighting": "uniform", "rounds": 12,
          "selector": { "use": "poisson", "probability": 0.5 }, "privacy": {{privacy}}, "stages": {{stages}} {{more}}
        }
        """);

    private const string Central = """[{ "use": "clip", "norm": 0.5 }, { "use": "noise", "multiplier": 1 }]""";

    [Fact]
    public async Task Epsilon_grows_round_by_round_to_what_the_plan_says()
    {
        PlannedJob job = Jobs.Plan(Job("""{ "delta": 1e-4 }""", Central));
        RunReport report = (await Jobs.RunAsync(job)).Report;
        double[] spent = [.. report.Rounds.Select(round => round.Epsilon!.Value)];
        Assert.Equal(spent.Order(), spent);
        Assert.Equal(job.Privacy!.Epsilon(12), spent[^1]);
        Assert.Equal(spent[^1], report.Privacy!.Epsilon);
        Assert.All(report.Rounds, round => Assert.Null(round.TrainLoss)); // the clients keep it to themselves
    }

    [Fact]
    public async Task A_run_ends_before_the_round_that_would_pass_its_budget()
    {
        PlannedJob job = Jobs.Plan(Job("""{ "delta": 1e-4, "epsilon": 6 }""", Central));
        RunReport report = (await Jobs.RunAsync(job)).Report;
        Assert.Equal(RunOutcome.BudgetSpent, report.Outcome);
        Assert.Contains("budget is spent", report.Reason, StringComparison.Ordinal);
        Assert.InRange(report.Rounds.Count, 1, 11);
        Assert.True(report.Privacy!.Epsilon <= 6 && job.Privacy!.Epsilon(report.Rounds.Count + 1) > 6);
    }

    [Fact]
    public async Task A_run_whose_noise_follows_from_its_budget_has_all_its_rounds()
    {
        RunReport report = (await Jobs.RunAsync(Job("""{ "delta": 1e-4, "epsilon": 6 }""", """[{ "use": "clip", "norm": 0.5 }, { "use": "noise" }]"""))).Report;
        Assert.Equal((RunOutcome.Completed, 12), (report.Outcome, report.Rounds.Count));
        Assert.InRange(report.Privacy!.Epsilon, 5.9, 6);
    }

    [Theory]
    [InlineData(Central)]
    [InlineData("""[{ "use": "clip", "norm": 0.1, "adaptive": { "quantile": 0.6 } }, { "use": "noise", "multiplier": 0.5 }]""")]
    [InlineData("""[{ "use": "clip", "norm": 0.5 }, { "use": "noise", "multiplier": 0.05, "at": "client", "mechanism": "laplace" }]""")]
    [InlineData("""[{ "use": "clip", "norm": 0.5 }, { "use": "quantize", "bits": 16 }, { "use": "noise", "multiplier": 1, "at": "distributed", "mechanism": "skellam", "survivors": 5 }, { "use": "plain-sum" }]""")]
    public async Task Rehearsed_noise_has_the_same_bits_with_any_number_of_threads(string stages)
    {
        string job = Job("""{ "delta": 1e-4 }""", stages);
        SimulationResult one = await Jobs.RunAsync(job, threads: 1), three = await Jobs.RunAsync(job, threads: 3);
        Assert.Equal(RunOutcome.Completed, one.Report.Outcome);
        Assert.Equal(one.Model.Parameters.Values.ToArray(), three.Model.Parameters.Values.ToArray());
        Assert.All(one.Model.Parameters.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    private static string InTurn(string correlation, string clip = "", string at = "server", string groups = "6") => Jobs.Digits($$"""
        {
          "partition": { "use": "iid", "clients": 60 }, "model": { "use": "logistic" }, "weighting": "uniform", "rounds": 12,
          "selector": { "use": "cyclic", "groups": {{groups}} }, "privacy": { "delta": 1e-4 },
          "stages": [{ "use": "clip", "norm": 0.5 {{clip}} }, { "use": "noise", "multiplier": 1, "at": "{{at}}", "correlation": "{{correlation}}" }]
        }
        """);

    [Theory]
    [InlineData("none")]
    [InlineData("tree")]
    [InlineData("banded")]
    public async Task Whoever_has_one_turn_in_six_rounds_is_told_of_once_in_six(string correlation)
    {
        PlannedJob job = Jobs.Plan(InTurn(correlation));
        DpEvent turn = correlation == "tree" ? new TreeEvent(1, 6) : new GaussianEvent(1);
        var accountant = new PldAccountant();
        Assert.Equal(accountant.Epsilon(turn.Times(1), 1e-4), job.Privacy!.Epsilon(6), 9);
        Assert.Equal(accountant.Epsilon(turn.Times(2), 1e-4), job.Privacy.Epsilon(7), 9);
        Assert.Equal(job.Privacy.Epsilon(7), job.Privacy.Epsilon(12));
        Assert.Equal(Neighbours.ReplaceByNothing, job.Privacy.Neighbours);
        SimulationResult one = await Jobs.RunAsync(job, threads: 1), three = await Jobs.RunAsync(job, threads: 3);
        Assert.Equal(RunOutcome.Completed, one.Report.Outcome);
        Assert.Equal(one.Model.Parameters.Values.ToArray(), three.Model.Parameters.Values.ToArray());
        Assert.Equal(job.Privacy.Epsilon(12), one.Report.Privacy!.Epsilon);
    }

    [Theory]
    [InlineData(61, 1)]
    [InlineData(20, 4)]
    public void A_group_that_could_never_fill_a_round_is_refused(int groups, int minimum)
    {
        string job = InTurn("banded", groups: $"{groups}").Replace(
            "\"rounds\":", $"\"minimumCohort\": {minimum}, \"rounds\":", StringComparison.Ordinal);
        Problem problem = Assert.Single(Jobs.Problems(job));
        Assert.Equal("$.selector.groups", problem.Path);
        Assert.Contains("fewer groups", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("banded", "", "client", "6", "'at' to server")]
    [InlineData("tree", "", "server", "1", "'cyclic'")]
    [InlineData("banded", ", \"adaptive\": {}", "server", "6", "'adaptive'")]
    public void Correlated_noise_that_would_not_hide_anybody_is_refused(
        string correlation, string clip, string at, string groups, string advice)
    {
        Problem problem = Assert.Single(Jobs.Problems(InTurn(correlation, clip, at, groups)));
        Assert.Equal(ProblemCodes.NoiseImpossible, problem.Code);
        Assert.Contains(advice, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shares_of_noise_add_up_the_same_behind_a_mask_which_hides_them_from_the_coordinator()
    {
        string Under(string sum) => Job("""{ "delta": 1e-4 }""", $$"""
            [{ "use": "clip", "norm": 0.5 }, { "use": "quantize", "bits": 16 },
             { "use": "noise", "multiplier": 1, "at": "distributed", "mechanism": "skellam", "survivors": 3 }, { "use": "{{sum}}" }]
            """).Replace("\"rounds\": 12", "\"rounds\": 2", StringComparison.Ordinal);
        SimulationResult masked = await Jobs.RunAsync(Under("secagg")), open = await Jobs.RunAsync(Under("plain-sum"));
        Assert.Equal(RunOutcome.Completed, masked.Report.Outcome);
        Assert.Equal(open.Model.Parameters.Values.ToArray(), masked.Model.Parameters.Values.ToArray());
        Assert.StartsWith("whoever runs the coordinator", masked.Report.Privacy!.Against, StringComparison.Ordinal);
        Assert.EndsWith("not whoever runs the coordinator", open.Report.Privacy!.Against, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mask_that_opens_smaller_sums_than_the_noise_was_planned_for_is_refused()
    {
        Problem problem = Assert.Single(Jobs.Problems(Job("""{ "delta": 1e-4 }""", """
            [{ "use": "clip", "norm": 0.5 }, { "use": "quantize", "bits": 16 },
             { "use": "noise", "multiplier": 1, "at": "distributed", "mechanism": "skellam", "survivors": 5 }, { "use": "secagg" }]
            """)));
        Assert.Equal(ProblemCodes.NoiseImpossible, problem.Code);
        Assert.Contains("'minimum' to 5", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_says_against_whom_and_that_a_simulation_is_not_private()
    {
        string page = ReportPage.Render((await Jobs.RunAsync(Job("""{ "delta": 1e-4, "level": "user" }""", Central))).Report);
        Assert.Contains("seeded: not private", page, StringComparison.Ordinal);
        Assert.Contains("data with and without one user", page, StringComparison.Ordinal);
        Assert.Contains("not whoever runs the coordinator", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_learns_within_its_budget()
    {
        RunReport report = (await Jobs.RunAsync(File.ReadAllText(Path.Combine(Root(), "samples", "digits-private.json")))).Report;
        Assert.InRange(report.Privacy!.Epsilon, 3.9, 4);
        Assert.InRange(report.Rounds[^1].Metrics["accuracy"], 0.83, 1);
    }

    [Fact]
    public void A_job_that_promises_too_much_is_refused_with_everything_else_that_is_wrong()
    {
        IReadOnlyList<Problem> problems = Jobs.Problems(Job("""{ "delta": 0.1 }""", Central, """, "aggregator": { "use": "median" } """));
        Assert.Equal([ProblemCodes.NoiseWithoutSum, ProblemCodes.DeltaTooLarge], problems.Select(problem => problem.Code).Order());
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Tributary.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
