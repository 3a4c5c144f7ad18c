using Tributary.Protocol;

namespace Tributary.Server.Tests;

/// <summary>A private job between machines: the coordinator adds noise, counts what it costs, and stops before it costs too much.</summary>
public sealed class PrivacyTests
{
    [Fact]
    public async Task The_status_of_a_private_run_tells_what_is_spent_and_the_run_ends_within_its_budget()
    {
        string site = Line.Job(rounds: 9, members: """, "weighting": "uniform", "stages": [ { "use": "clip", "norm": 1 } ]""")
            .Replace(", \"largestWeight\": 4", "", StringComparison.Ordinal);
        string job = Line.Job(rounds: 9, members: """
            , "weighting": "uniform", "privacy": { "delta": 1e-5, "epsilon": 8, "level": "site" },
            "stages": [ { "use": "clip", "norm": 1 }, { "use": "noise", "multiplier": 1 } ]
            """).Replace(", \"largestWeight\": 4", "", StringComparison.Ordinal);
        await using TestServer server = await TestServer.StartAsync();
        TestSite[] sites = [await server.EnrolAsync("berlin"), await server.EnrolAsync("paris")];
        string run = await server.SubmitAsync(job);
        await Task.WhenAll(sites.Select(async (one, i) =>
        {
            await one.ConsentAsync(run);
            await one.TakePartAsync(run, site, Line.Trainers[i], i); // the noise is the coordinator's: updates are the same without it
        }));
        RunMessage status = await server.StatusAsync(run);
        Assert.Equal("budget-spent", status.State);
        Assert.Contains("budget is spent", status.Reason, StringComparison.Ordinal);
        Assert.InRange(status.ModelVersion, 1, 8);
        Assert.InRange(status.Privacy!.Epsilon!.Value, 4, 8);
        Assert.Equal((1e-5, 8), (status.Privacy.Delta, status.Privacy.Budget));
        Assert.Contains(status.Privacy.Promise, line => line.Contains("one site contributes nothing", StringComparison.Ordinal));
        Assert.DoesNotContain("loss", status.Metrics.Keys);
    }

    [Fact]
    public async Task A_job_that_promises_what_it_does_not_keep_is_refused_when_it_is_submitted()
    {
        string job = Line.Job(members: """, "privacy": { "delta": 1e-5 }, "stages": [ { "use": "clip", "norm": 1 }, { "use": "noise", "multiplier": 1 } ]""");
        await using TestServer server = await TestServer.StartAsync();
        await server.EnrolAsync("berlin");
        ProtocolException refused = await Assert.ThrowsAsync<ProtocolException>(() => server.SubmitAsync(job));
        Assert.Contains(Core.ProblemCodes.NoiseWithUnequalWeights, refused.ToString() + refused.Problem, StringComparison.Ordinal);
    }
}
