using System.Diagnostics;
using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Cli;

/// <summary>Whole rounds of updates of a mebibyte: from the first byte to the published model.</summary>
internal static class UploadLoad
{
    /// <summary>The case.</summary>
    public const string Name = "upload-1mb";

    private const int WarmUp = 10, Hold = 30;
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(20);

    public static async Task MeasureAsync(LoadField field, int cohort, int rounds, BenchReport report, CancellationToken cancellation)
    {
        SimulatedAgent[] agents = [.. field.Agents.Take(cohort)];
        LoadJob job = LoadJob.Create(Name, agents.Select(agent => agent.Site), agents.Length, WarmUp + rounds, large: true);
        (ReadOnlyMemory<byte> Body, BlobId Digest)[] updates =
            [.. agents.Select((_, number) => job.Update(number)).Select(body => (body, BlobId.Of(body.Span)))];
        double megabytes = updates.Sum(update => update.Body.Length) / 1e6;
        string run = await field.BeginAsync(job, agents, cancellation);
        var (seconds, processor) = (new List<double>(), new List<double>());
        for (int number = 1; number <= WarmUp + rounds; number++)
        {
            InvitationMessage[] invitations = await Task.WhenAll(agents.Select(agent => InviteAsync(agent, run, number, cancellation)));
            var round = new RoundId(run, number);
            TimeSpan used = field.Server.Processor;
            long began = Stopwatch.GetTimestamp();
            await Task.WhenAll(agents.Zip(updates, (agent, update) => agent.HandInAsync(round, update.Body, update.Digest, cancellation)));
            while ((await field.Researcher.GetAsync(Routes.Run(run), ProtocolJson.Default.RunMessage, cancellation)).ModelVersion < number)
                await Task.Delay(_look, cancellation);
            if (number <= WarmUp) continue;
            seconds.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            processor.Add((field.Server.Processor - used).TotalMilliseconds);
        }
        Spread wall = Spread.Of(seconds), milliseconds = Spread.Of(processor.Select(one => one / megabytes));
        (_, long peak) = field.Server.Memory;
        report.Add(
            new JsonObject
            {
                ["case"] = Name,
                ["cohort"] = agents.Length,
                ["megabytes"] = megabytes,
                ["roundSeconds"] = wall.ToJson(),
                ["uploadsPerSecond"] = agents.Length / wall.Median,
                ["serverMillisecondsPerMegabyte"] = milliseconds.ToJson(),
                ["peakMemoryBytes"] = peak,
            },
            $"{Name}: rounds of {agents.Length} updates, {megabytes:0.0} MB: {milliseconds.Median:0.00} ms of the coordinator's " +
            $"processor a MB (least {milliseconds.Min:0.00}), {wall.Median:0.00} s a round (least {wall.Min:0.00}), " +
            $"{agents.Length / wall.Median:0} uploads a second; peak memory {peak / 1e6:0} MB");
    }

    private static async Task<InvitationMessage> InviteAsync(SimulatedAgent agent, string run, int round, CancellationToken cancellation)
    {
        for (; ; )
            if (await agent.CheckInAsync(run, Hold, cancellation) is { } invitation && invitation.Round == round) return invitation;
    }
}
