using Tributary.Field.Host;

namespace Tributary.Field.Tests;

/// <summary>
/// Under secure aggregation, a site or the coordinator is killed, as by SIGKILL, at every step and started again: the run ends with the same
/// model, no round has seen two updates of a site, and nothing of a single site is left.
/// </summary>
[Collection("Faults")]
public sealed class SecureKillTests
{
    [Fact(Timeout = 900_000)]
    public Task A_site_killed_before_or_after_any_event_of_its_journal() => KillSiteAsync(FieldJobs.Secure(rounds: 2), rounds: 2);

    [Fact(Timeout = 900_000)]
    public Task A_site_killed_before_or_after_any_event_of_its_journal_under_pairwise_masks() =>
        KillSiteAsync(FieldJobs.Pairwise(rounds: 1), rounds: 1);

    // What these stages share with the others is killed everywhere above: here at a part of the events only.
    [Theory(Timeout = 900_000)]
    [InlineData("split")]
    [InlineData("encrypt")]
    public Task A_site_killed_at_some_events_of_its_journal_under(string stage) => KillSiteAsync(FieldJobs.Under(stage, rounds: 1), rounds: 1, every: 6);

    [Theory(Timeout = 900_000)]
    [InlineData("split")]
    [InlineData("encrypt")]
    public Task The_coordinator_killed_at_some_events_under(string stage) =>
        KillCoordinatorAsync(counts => FaultPoint.Every("event", counts["event"]).Where((_, i) => i % 6 == 1), FieldJobs.Under(stage, rounds: 1));

    [Fact(Timeout = 900_000)]
    public Task A_site_killed_at_some_events_of_its_journal_when_sums_are_proven() => KillSiteAsync(FieldJobs.Committed(rounds: 2), rounds: 2, every: 8);

    [Fact(Timeout = 900_000)]
    public Task The_coordinator_killed_at_some_events_when_sums_are_proven() =>
        KillCoordinatorAsync(counts => FaultPoint.Every("event", counts["event"]).Where((_, i) => i % 6 == 1), FieldJobs.Committed(rounds: 1));

    private static async Task KillSiteAsync(string job, int rounds, int every = 1)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using FieldTemplate template = await FieldTemplate.CreateAsync(job, FieldJobs.Sites);
        await using var first = new SiteLane(template, "south");
        await using var second = new SiteLane(template, "south");
        (SiteRecord undisturbed, Dictionary<string, int> counts) = await first.UndisturbedAsync(cancellation);
        Assert.Equal(await PlainAsync(rounds), undisturbed.Run.Bits);
        FaultPoint[] points = [.. FaultPoint.Every("event", counts["event"]).Where((_, i) => i % every == every / 2)];
        await Cases.RunAsync(first, second, points, async (lane, point) =>
            (await lane.KilledAsync(point, cancellation)).WithoutDraws().MustBe(undisturbed.WithoutDraws(), point));
    }

    [Fact(Timeout = 900_000)]
    public Task The_coordinator_killed_before_or_after_any_event() =>
        KillCoordinatorAsync(counts => FaultPoint.Every("event", counts["event"]));

    [Fact(Timeout = 900_000)]
    public Task The_coordinator_killed_while_shares_and_answers_come() =>
        KillCoordinatorAsync(counts => FaultPoint.Every("service", counts["service"]));

    [Fact(Timeout = 900_000)]
    public Task The_coordinator_killed_before_or_after_any_event_under_pairwise_masks() =>
        KillCoordinatorAsync(counts => FaultPoint.Every("event", counts["event"]), FieldJobs.Pairwise(rounds: 1));

    private static async Task KillCoordinatorAsync(
        Func<Dictionary<string, int>, IEnumerable<FaultPoint>> pointsOf, string? job = null)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using FieldTemplate template = await FieldTemplate.CreateAsync(job ?? FieldJobs.Secure(rounds: 1), FieldJobs.Sites);
        await using var first = new ServerLane(template);
        await using var second = new ServerLane(template);
        (RunRecord undisturbed, Dictionary<string, int> counts) = await first.UndisturbedAsync(cancellation);
        Assert.Equal(await PlainAsync(rounds: 1), undisturbed.Bits);
        await Cases.RunAsync(first, second, [.. pointsOf(counts)], async (lane, point) =>
            (await lane.KilledAsync(point, cancellation)).WithoutDraws().MustBe(undisturbed.WithoutDraws(), point));
    }

    /// <summary>The model of the same job without secrecy.</summary>
    private static async Task<byte[]> PlainAsync(int rounds)
    {
        using FieldTemplate plain = await FieldTemplate.CreateAsync(
            FieldJobs.Secure(rounds).Replace("secagg", "plain-sum", StringComparison.Ordinal), FieldJobs.Sites);
        return await plain.SimulateAsync();
    }
}
