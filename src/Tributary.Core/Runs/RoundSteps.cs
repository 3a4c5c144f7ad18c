namespace Tributary.Core;

/// <summary>Moves a round through the steps before its updates and after its close, as far as the answers go.</summary>
/// <remarks>
/// A step ends when all that are asked have answered or left, or when they have had as long as clients have for an update. What a step
/// hands out follows from the log and the channel alone, so that a restart hands out the same.
/// </remarks>
internal sealed class RoundSteps(RunJournal journal, LiveRound live, RunSetup setup)
{
    private RoundState Round => journal.State.Round!;

    private DateTimeOffset Now => setup.Clock.GetUtcNow();

    /// <summary>Whether whoever is asked now has had the time that there is.</summary>
    public bool IsLate(RoundState round) =>
        (live.Question.Pacing.Deadline ?? setup.LongestRound) is { } deadline && Now - round.AskedAt >= deadline;

    /// <summary>Opens the next step before the update where the one that is open has ended.</summary>
    /// <returns>Whether updates are asked for.</returns>
    public async ValueTask<bool> PrepareAsync()
    {
        IReadOnlyList<PlannedStep> steps = live.Pipeline.Before;
        if (steps is []) return true;
        if (Round.Step is null) await OpenAsync(0, Round.Cohort);
        while (true)
        {
            int number = Round.Step == RoundState.UpdateStep ? steps.Count : NumberOf(steps);
            await HandOutAsync(steps, number);
            if (number == steps.Count) return true;
            if (!await IsAnsweredAsync(steps[number])) return false;
            await OpenAsync(number + 1, await LeaveBehindAsync(steps[number]));
        }
    }

    /// <summary>Opens the next step after the close where the one that is open has ended.</summary>
    /// <returns>Whether there is nothing more to wait for.</returns>
    public async ValueTask<bool> FinishAsync()
    {
        IReadOnlyList<PlannedStep> steps = live.Pipeline.After;
        for (int number = Round.Step is null ? 0 : NumberOf(steps); number < steps.Count; number++)
        {
            await HandOutAsync(steps, number);
            if (!await IsKeptAsync(steps[number])) return false;
            if (number + 1 < steps.Count) await AskKeepersAsync(steps[number + 1]);
        }
        return true;
    }

    private int NumberOf(IReadOnlyList<PlannedStep> steps)
    {
        for (int number = 0; number < steps.Count; number++)
            if (steps[number].Plan.Name == Round.Step) return number;
        throw new InvalidOperationException(
            $"The log of run '{Round.Id.Run}' stopped in the step '{Round.Step}', which its job does not have. " +
            "Resume it with the job and the program it was started with.");
    }

    /// <summary>What the step before left for those that are asked now, once a process.</summary>
    private async ValueTask HandOutAsync(IReadOnlyList<PlannedStep> steps, int number)
    {
        if (number == 0 || live.HandedOutFor == Round.Step) return;
        await live.PassAsync(steps[number - 1], Round);
        live.HandedOutFor = Round.Step;
    }

    private async ValueTask<bool> IsAnsweredAsync(PlannedStep step)
    {
        Hearing hearing = await live.HearAsync(step, Round);
        RunEvent[] news =
        [
            .. hearing.Answered.Except(hearing.Wrong).Where(Round.Waiting.Contains)
                .Select(client => new StepAnswered(Now, Round.Id, client)),
            .. hearing.Wrong.Where(Round.IsPreparing).Select(client => new ClientDropped(Now, Round.Id, client, DropReason.Malformed)),
        ];
        if (news is not []) await journal.AppendAsync(news);
        return Round.Waiting.IsEmpty || IsLate(Round);
    }

    /// <summary>Drops who did not answer, and groups that have become too small.</summary>
    /// <returns>The clients that are left.</returns>
    private async ValueTask<IReadOnlyList<ClientId>> LeaveBehindAsync(PlannedStep step)
    {
        RoundState round = Round;
        bool IsLeft(ClientId client) => !round.Waiting.Contains(client) && !round.Dropped.ContainsKey(client);
        var small = live.Groups.Where(group => group.Members.Count(IsLeft) < step.Plan.Minimum)
            .SelectMany(group => group.Members.Where(IsLeft)).ToHashSet();
        ClientDropped[] drops = [.. round.Cohort.Where(client => round.Waiting.Contains(client) || small.Contains(client)).Select(client =>
            new ClientDropped(Now, round.Id, client, small.Contains(client) ? DropReason.Unopened : DropReason.Deadline))];
        if (drops is not []) await journal.AppendAsync(drops);
        return [.. round.Cohort.Where(client => IsLeft(client) && !small.Contains(client))];
    }

    /// <summary>Opens a step; the update where no step is left, or too few clients for a model are: then nobody is asked.</summary>
    private ValueTask OpenAsync(int number, IReadOnlyList<ClientId> left)
    {
        bool goesOn = left.Count >= setup.MinimumCohort;
        PlannedStep? step = goesOn && number < live.Pipeline.Before.Count ? live.Pipeline.Before[number] : null;
        var present = left.ToHashSet();
        IReadOnlyList<ClientId> asked = step is not null
            ? [.. live.MembersOf(step, present.Contains).Where(present.Contains)]
            : goesOn ? left : [];
        return journal.AppendAsync([new StepOpened(Now, Round.Id, step?.Plan.Name ?? RoundState.UpdateStep, asked)]);
    }

    /// <summary>Notes which keepers have answered, and says whether there is nothing more to wait for.</summary>
    private async ValueTask<bool> IsKeptAsync(PlannedStep step)
    {
        Hearing hearing = await live.HearAsync(step, Round);
        RunEvent[] news =
        [
            .. hearing.Answered.Where(Round.Keepers.Contains).Select(keeper => new KeeperAnswered(Now, Round.Id, keeper)),
            .. hearing.Wrong.Where(keeper => !Round.LostKeepers.ContainsKey(keeper))
                .Select(keeper => new KeeperDropped(Now, Round.Id, keeper, DropReason.Malformed)),
        ];
        if (news is not []) await journal.AppendAsync(news);
        return hearing.IsReady || Round.Keepers.IsEmpty || IsLate(Round);
    }

    /// <summary>Opens the next step after the close, for members that have not failed an earlier one.</summary>
    private ValueTask AskKeepersAsync(PlannedStep next)
    {
        RoundState round = Round;
        IEnumerable<ClientId> asked = live.MembersOf(next, round.Received.ContainsKey)
            .Where(client => !round.Keepers.Contains(client) && !round.LostKeepers.ContainsKey(client));
        return journal.AppendAsync(
        [
            .. round.Cohort.Where(round.Keepers.Contains).Select(keeper => new KeeperDropped(Now, round.Id, keeper, DropReason.Deadline)),
            new StepOpened(Now, round.Id, next.Plan.Name, [.. asked]),
        ]);
    }
}
