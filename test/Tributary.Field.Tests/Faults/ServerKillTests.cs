using Tributary.Field.Host;

namespace Tributary.Field.Tests;

/// <summary>A coordinator is killed, as by SIGKILL, at every step of a run and started again: the run ends with the same bits.</summary>
[Collection("Faults")]
public sealed class ServerKillTests
{
    [Fact(Timeout = 900_000)]
    public Task Killed_before_or_after_any_event() =>
        KillAsync(FieldJobs.Quantized(), counts =>
            [.. FaultPoint.Every("event", counts["event"]), .. FaultPoint.Every("service", counts["service"])]);

    [Fact(Timeout = 900_000)]
    public Task Killed_after_any_event_while_sites_remember_what_they_did_not_send() =>
        KillAsync(FieldJobs.Remembering(rounds: 2), counts => FaultPoint.Every("event", counts["event"]).Where(point => point.IsAfter));

    [Fact(Timeout = 900_000)]
    public Task Killed_in_the_middle_of_uploads_and_between_an_update_and_its_event() =>
        KillAsync(FieldJobs.Wide(), counts =>
        [
            .. FaultPoint.Every("append", counts["append"]), .. FaultPoint.Every("seal", counts["seal"]),
            .. FaultPoint.Every("put", counts["put"]).Where(point => point.IsAfter),
            .. FaultPoint.Every("delete", counts["delete"]).Where(point => point.IsAfter),
        ]);

    private static async Task KillAsync(string job, Func<Dictionary<string, int>, IEnumerable<FaultPoint>> pointsOf)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using FieldTemplate template = await FieldTemplate.CreateAsync(job, FieldJobs.Sites);
        await using var first = new ServerLane(template);
        await using var second = new ServerLane(template);
        (RunRecord undisturbed, Dictionary<string, int> counts) = await first.UndisturbedAsync(cancellation);
        Assert.Equal(await template.SimulateAsync(), undisturbed.Bits);
        FaultPoint[] points = [.. pointsOf(counts)];
        TestContext.Current.SendDiagnosticMessage("{0} cases: {1}", points.Length, string.Join(", ", counts));
        await Cases.RunAsync(first, second, points, async (lane, point) =>
            (await lane.KilledAsync(point, cancellation)).MustBe(undisturbed, point));
    }
}
