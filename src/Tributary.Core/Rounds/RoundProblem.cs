namespace Tributary.Core;

/// <summary>Why rounds end without a model.</summary>
internal static class RoundProblem
{
    public static Problem NobodySelected() => new(ProblemCodes.NobodySelected, "$.selector",
        "The selector chose no client, so there is nobody to learn from. Select more clients, or raise the sampling probability.");

    public static string NobodyCame(int present, RunSetup setup)
    {
        const int Named = 10;
        string[] absent = [.. setup.Clients.Where(client => !setup.IsPresent!(client)).Select(client => client.Value)];
        double hours = setup.Patience!.Value.TotalHours;
        return $"A model needs {setup.MinimumCohort} clients, and {present} were there after {hours:0.#} hours. " +
            $"It waited for {string.Join(", ", absent.Take(Named))}{(absent.Length > Named ? $" and {absent.Length - Named} more" : "")}.";
    }

    public static Problem DoesNotFit(CompositionException refusal) => new(refusal.Code, "$.stages", refusal.Message);

    public static Problem TooFewUpdates(RoundState round, int needed)
    {
        string drops = string.Join(", ",
            round.Dropped.Values.GroupBy(reason => reason).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.Key}"));
        return new(ProblemCodes.TooFewUpdates, "$.pacing",
            $"{round.Received.Count} of {round.Cohort.Length} invited clients sent an update that counts, and a model needs {needed} " +
            $"(dropped: {drops}). Give clients more time, or invite more of them.");
    }

    public static Problem NoWeight(RoundState round) => new(ProblemCodes.TooFewUpdates, "$.data",
        $"The {round.Received.Count} updates of the round weigh nothing together: no client had an example. " +
        "Give clients data, or weigh them uniformly.");

    public static Problem UnreadableSum(MalformedUpdateException why) => new(ProblemCodes.UnreadableSum, "$.stages",
        $"{why.Message} The round's updates are discarded. The next round asks again.");

    public static Problem Unopened(UnopenedSumException why) => new(why.Code, "$.stages",
        $"{why.Message} The round's updates are discarded, and nobody has read one. The next round asks again.");

    public static Problem UpdatesLost() => new(ProblemCodes.UpdatesLost, "$",
        "The coordinator was restarted, and the updates it had received are no longer stored. The next round asks again.");
}
