using System.Diagnostics;
using System.Text.Json.Nodes;
using Tributary.Protocol;

namespace Tributary.Cli;

/// <summary>Check-ins that are held back: all agents but one wait, the last one comes, a round opens, and everybody is invited.</summary>
internal static class HeldLoad
{
    /// <summary>The case.</summary>
    public const string Name = "check-in-held";

    private const int Repetitions = 3, Hold = 30;
    private static readonly TimeSpan _settle = TimeSpan.FromSeconds(2);

    public static async Task MeasureAsync(LoadField field, BenchReport report, CancellationToken cancellation)
    {
        for (int repetition = 1; repetition <= Repetitions; repetition++)
        {
            LoadJob job = LoadJob.Create(Name, field.Agents.Select(agent => agent.Site), field.Agents.Count, 1, large: false);
            long begun = Stopwatch.GetTimestamp();
            string run = await field.BeginAsync(job, field.Agents, cancellation);
            double agreeing = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            SimulatedAgent last = field.Agents[^1];
            var waiting = field.Agents.SkipLast(1).Select(agent => InviteAsync(agent, run, cancellation)).ToList();
            await Task.Delay(_settle, cancellation);
            TimeSpan processor = field.Server.Processor;
            long came = Stopwatch.GetTimestamp();
            waiting.Add(InviteAsync(last, run, cancellation));
            long[] invited = await Task.WhenAll(waiting);
            double microseconds = (field.Server.Processor - processor).TotalMicroseconds / invited.Length;
            var latencies = Latencies.Of(invited.Select(at => Stopwatch.GetElapsedTime(came, at).TotalMilliseconds));
            await field.EndAsync(run, cancellation);
            report.Add(
                new JsonObject
                {
                    ["case"] = Name,
                    ["agents"] = invited.Length,
                    ["serverMicroseconds"] = microseconds,
                    ["milliseconds"] = latencies.ToJson(),
                    ["agreeingSeconds"] = agreeing,
                },
                $"{Name}: {invited.Length} agents invited {latencies.Max:0} ms after the last one came (median {latencies.Median:0}, " +
                $"p99 {latencies.P99:0}), {microseconds:0} us of the coordinator's processor each; agreeing took {agreeing:0.0} s");
        }
    }

    private static async Task<long> InviteAsync(SimulatedAgent agent, string run, CancellationToken cancellation)
    {
        InvitationMessage? invitation = null;
        while (invitation is null) invitation = await agent.CheckInAsync(run, Hold, cancellation);
        return Stopwatch.GetTimestamp();
    }
}
