using System.Collections.Concurrent;
using System.Diagnostics;
using Tributary.Core;

namespace Tributary.Server.Tests;

/// <summary>What traces show of a run.</summary>
public sealed class TraceTests
{
    [Fact]
    public async Task A_round_leaves_spans_in_the_fields_words_and_no_values()
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ServerMetrics.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        string job = Line.Job();
        string run;
        byte[] body;
        await using (TestServer server = await TestServer.StartAsync())
        {
            TestSite site = await server.EnrolAsync("berlin");
            run = await server.SubmitAsync(job);
            await site.ConsentAsync(run);
            Protocol.InvitationMessage work = await site.WorkAsync(run);
            body = await site.BodyAsync(work, job, Line.Trainers[0]);
            await site.SendAsync(new RoundId(run, 1), body);
            await server.UntilAsync(run, e => e is RunFinished);
        }
        Activity[] spans = [.. ended.Where(span => (string?)span.GetTagItem("run") == run)];
        Assert.Equal(
            ["check-in invited", "round published", "submit accepted", "upload complete"],
            spans.Select(span => $"{span.OperationName} {span.GetTagItem("outcome")}").Order());
        Assert.All(spans, span => Assert.Equal(1, span.GetTagItem("round")));
        Assert.All(spans, span => Assert.Equal(span.OperationName == "round" ? null : "berlin", span.GetTagItem("site")));
        Assert.All(spans, span => Assert.Subset(
            new HashSet<string> { "run", "round", "site", "bytes", "outcome" }, span.TagObjects.Select(tag => tag.Key).ToHashSet()));
        Activity round = spans.Single(span => span.OperationName == "round"), submit = spans.Single(span => span.OperationName == "submit");
        Assert.True(round.StartTimeUtc <= submit.StartTimeUtc);
        Assert.Equal((long)body.Length, submit.GetTagItem("bytes"));
    }
}
