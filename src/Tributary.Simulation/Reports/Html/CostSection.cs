namespace Tributary.Simulation;

/// <summary>What the run cost, and the machine it was measured on.</summary>
internal static class CostSection
{
    public static Html Of(RunReport run) => Html.Of($"""
        <section>
        <h2>Cost</h2>
        <dl class="facts">
        {Html.Join(Facts(run).Select(Fact.Of))}
        </dl>
        </section>
        """);

    private static IEnumerable<(string Name, string Value)> Facts(RunReport run)
    {
        RunTotals totals = run.Totals;
        int rounds = Math.Max(1, run.Rounds.Count);
        yield return ("Time", $"{NumberText.Seconds(totals.Seconds)}, {NumberText.Seconds(totals.Seconds / rounds)} a round");
        if (totals.VirtualSeconds is { } seconds)
            yield return ("Time in the field", $"{NumberText.Seconds(seconds)}, by the simulated clock");
        yield return (
            "Sent by the sites", $"{NumberText.Bytes(totals.BytesUp)}, {NumberText.Bytes((double)totals.BytesUp / rounds)} a round");
        yield return (
            "Received by the sites",
            $"{NumberText.Bytes(totals.BytesDown)}, {NumberText.Bytes((double)totals.BytesDown / rounds)} a round");
        yield return ("Answers", Answers(run));
        yield return ("Peak memory", NumberText.Bytes(totals.PeakMemoryBytes));
        yield return ("Threads", NumberText.Count(totals.Threads));
        yield return ("Processor", $"{run.Machine.Processor}, {NumberText.Count(run.Machine.Cores)} logical cores");
        yield return ("Instructions", run.Machine.Instructions);
        yield return ("System", $"{run.Machine.OperatingSystem}, {run.Machine.Runtime}");
    }

    private static string Answers(RunReport run)
    {
        long invited = run.Rounds.Sum(round => (long)round.Invited), received = run.Rounds.Sum(round => (long)round.Received);
        IEnumerable<string> dropped = run.Rounds.SelectMany(round => round.Dropped)
            .GroupBy(drop => drop.Key, drop => (long)drop.Value)
            .OrderBy(reason => reason.Key)
            .Select(reason => $"{NumberText.Count(reason.Sum())} {DropText.Of(reason.Key)}");
        return string.Join("; ", dropped.Prepend($"{NumberText.Count(received)} of {NumberText.Count(invited)} invited clients"));
    }
}
