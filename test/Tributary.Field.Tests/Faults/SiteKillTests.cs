using Tributary.Field.Host;

namespace Tributary.Field.Tests;

/// <summary>
/// A site's agent is killed, as by SIGKILL, at every step of a run and started again: the run ends with the same bits, and no round has
/// seen two updates of the site.
/// </summary>
[Collection("Faults")]
public sealed class SiteKillTests
{
    private const string Site = "south";

    [Fact(Timeout = 900_000)]
    public Task Killed_before_or_after_any_event_of_its_journal() =>
        KillAsync(FieldJobs.Remembering(), counts => FaultPoint.Every("event", counts["event"]));

    [Fact(Timeout = 900_000)]
    public Task Killed_after_any_change_of_its_blobs() => KillAsync(FieldJobs.Remembering(rounds: 2), counts =>
        new[] { "put", "delete", "seal" }.SelectMany(place => FaultPoint.Every(place, counts[place])).Where(point => point.IsAfter));

    [Fact(Timeout = 900_000)]
    public Task Killed_in_the_middle_of_a_download() =>
        KillAsync(FieldJobs.Wide(), counts => new[] { 2, 10, 21 }.Select(number => new FaultPoint("append", true, number)));

    [Fact(Timeout = 900_000)]
    public async Task Killed_in_the_middle_of_an_upload_it_sends_the_rest_of_the_same_bytes()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using FieldTemplate template = await FieldTemplate.CreateAsync(FieldJobs.Wide(), FieldJobs.Sites);
        await using var lane = new SiteLane(template, Site);
        (SiteRecord undisturbed, _) = await lane.UndisturbedAsync(cancellation);
        foreach (long bytes in new[] { 60_000, 700_000, 1_300_000 })
        {
            (SiteRecord record, long sent) = await lane.KilledAtByteAsync(bytes, cancellation);
            record.MustBe(undisturbed, $"after {bytes} bytes");
            // The update, what else a site says, and at most what was on its way: had it begun again, it would have been more.
            Assert.InRange(sent, FieldJobs.WideBytes, FieldJobs.WideBytes + 64_000 + Math.Min(bytes, 65_536 + 32_768));
        }
    }

    private static async Task KillAsync(string job, Func<Dictionary<string, int>, IEnumerable<FaultPoint>> pointsOf)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using FieldTemplate template = await FieldTemplate.CreateAsync(job, FieldJobs.Sites);
        await using var first = new SiteLane(template, Site);
        await using var second = new SiteLane(template, Site);
        (SiteRecord undisturbed, Dictionary<string, int> counts) = await first.UndisturbedAsync(cancellation);
        Assert.Equal(await template.SimulateAsync(), undisturbed.Run.Bits);
        FaultPoint[] points = [.. pointsOf(counts)];
        TestContext.Current.SendDiagnosticMessage("{0} cases: {1}", points.Length, string.Join(", ", counts));
        await Cases.RunAsync(first, second, points, async (lane, point) =>
            (await lane.KilledAsync(point, cancellation)).MustBe(undisturbed, point));
    }
}
