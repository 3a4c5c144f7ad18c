using Tributary.Core;

namespace Tributary.Simulation.Tests;

/// <summary>A whole run under secure aggregation: the model has the bits of the run without secrecy, whoever drops out.</summary>
public sealed class SecureAggregationTests
{
    private const string Secure = """{ "use": "secagg" }""", Plain = """{ "use": "plain-sum" }""";

    private static Task<SimulationResult> RunAsync(string sum, string more = "", int threads = 2) => Jobs.RunAsync(Jobs.Digits($$"""
        { "rounds": 3, "stages": [{ "use": "clip", "norm": 2 }, { "use": "quantize", "bits": 12 }, {{sum}}] {{more}} }
        """), threads);

    private static async Task SameAsync(string more, string sum = Secure, string plain = Plain)
    {
        SimulationResult secure = await RunAsync(sum, more), open = await RunAsync(plain, more);
        Assert.Equal(RunOutcome.Completed, secure.Report.Outcome);
        Assert.Equal(open.Model.Parameters.Values.ToArray(), secure.Model.Parameters.Values.ToArray());
        Assert.Equal(open.Report.Rounds.Select(round => round.Received), secure.Report.Rounds.Select(round => round.Received));
    }

    [Fact]
    public Task The_model_has_the_bits_of_the_plain_sum() => SameAsync("");

    [Fact]
    public Task Also_where_clients_leave_before_and_after_they_send() => SameAsync("""
        , "partition": { "use": "iid", "clients": 20 }, "simulation": { "dropout": 0.15 }, "seed": 5
        """, """{ "use": "secagg", "threshold": 6 }""");

    [Fact]
    public Task Also_in_groups_under_a_median() => SameAsync(
        """, "partition": { "use": "iid", "clients": 12 }, "aggregator": { "use": "median" } """,
        """{ "use": "secagg", "groupSize": 4 }""", """{ "use": "plain-sum", "groupSize": 4 }""");

    [Theory]
    [InlineData("""{ "use": "encrypt" }""")]
    [InlineData("""{ "use": "encrypt", "committee": 10 }""")]
    [InlineData("""{ "use": "split" }""")]
    [InlineData("""{ "use": "split", "count": 5, "threshold": 3 }""")]
    public Task Also_under_a_collective_key_and_split_among_helpers(string stage) => SameAsync("", stage);

    [Theory]
    [InlineData("""{ "use": "encrypt", "committee": 9, "threshold": 5 }""")]
    [InlineData("""{ "use": "split", "count": 5, "threshold": 3 }""")]
    public Task Also_where_clients_leave_before_and_after_they_send_with_other_stages(string stage) => SameAsync("""
        , "partition": { "use": "iid", "clients": 20 }, "simulation": { "dropout": 0.15 }, "seed": 5
        """, stage);

    [Fact]
    public Task Also_where_norms_are_checked_first() => SameAsync(
        """, "model": { "use": "mlp", "hidden": [64] } """, """{ "use": "split", "projections": 256 }""");

    [Fact]
    public Task Also_encrypted_in_groups_under_a_median() => SameAsync(
        """, "partition": { "use": "iid", "clients": 12 }, "aggregator": { "use": "median" } """,
        """{ "use": "encrypt", "groupSize": 4 }""", """{ "use": "plain-sum", "groupSize": 4 }""");

    [Fact]
    public Task Also_under_pairwise_masks() => SameAsync("", """{ "use": "secagg-pairwise" }""");

    [Fact]
    public Task Also_under_pairwise_masks_on_a_ring_where_clients_leave_before_and_after_they_send() => SameAsync("""
        , "partition": { "use": "iid", "clients": 20 }, "simulation": { "dropout": 0.1 }, "seed": 5
        """, """{ "use": "secagg-pairwise", "neighbours": 10, "threshold": 6 }""");

    [Fact]
    public Task Also_under_pairwise_masks_in_groups_under_a_median() => SameAsync(
        """, "partition": { "use": "iid", "clients": 12 }, "aggregator": { "use": "median" } """,
        """{ "use": "secagg-pairwise", "groupSize": 4 }""", """{ "use": "plain-sum", "groupSize": 4 }""");

    [Fact]
    public async Task Where_too_few_neighbours_are_left_the_run_fails_by_name()
    {
        SimulationResult result = await RunAsync(
            """{ "use": "secagg-pairwise", "threshold": 10 }""",
            """, "partition": { "use": "iid", "clients": 10 }, "simulation": { "dropout": 0.3 } """);
        Assert.Equal(RunOutcome.Failed, result.Report.Outcome);
        Assert.Contains("rebuild its part of the masks", result.Report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Also_for_any_number_of_threads()
    {
        SimulationResult one = await RunAsync(Secure, threads: 1), four = await RunAsync(Secure, threads: 4);
        Assert.Equal(one.Model.Parameters.Values.ToArray(), four.Model.Parameters.Values.ToArray());
    }

    [Fact]
    public async Task Where_too_few_keepers_are_left_the_run_fails_by_name()
    {
        SimulationResult result = await RunAsync(
            """{ "use": "secagg", "threshold": 10 }""", """, "partition": { "use": "iid", "clients": 10 }, "simulation": { "dropout": 0.3 } """);
        Assert.Equal(RunOutcome.Failed, result.Report.Outcome);
        Assert.Contains("of 10 committee members told a share of the sum's key, and 10 are needed", result.Report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cohort_in_which_nobody_hides_is_refused_before_anything_runs()
    {
        Problem problem = Assert.Single(Jobs.Problems(Jobs.Digits($$"""
            { "partition": { "use": "iid", "clients": 2 }, "stages": [{ "use": "clip", "norm": 2 }, { "use": "quantize" }, {{Secure}}] }
            """)));
        Assert.Equal(ProblemCodes.SecureSumTooSmall, problem.Code);
    }
}
