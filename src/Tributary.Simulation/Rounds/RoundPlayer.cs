using Tributary.Core;

namespace Tributary.Simulation;

/// <summary>
/// Plays one round: clients train on as many threads as allowed, and their updates arrive in the order of the virtual clock.
/// </summary>
/// <param name="coordinator">The real coordinator.</param>
/// <param name="gate">What clients talk to.</param>
/// <param name="clock">The virtual clock.</param>
/// <param name="threads">How many clients train at the same time.</param>
internal sealed class RoundPlayer(Coordinator coordinator, ArrivalGate gate, VirtualClock clock, int threads)
{
    private readonly RoundScheduler _scheduler = new(threads);

    /// <summary>Plays until the round is over: clients train, and keepers answer where the round has some.</summary>
    /// <param name="round">The open round.</param>
    /// <param name="attempt">How a client will behave.</param>
    /// <param name="takePart">Runs one client's loop.</param>
    /// <param name="keeps">Whether a client is there to answer as a keeper.</param>
    /// <param name="deadline">The round's deadline, or null.</param>
    /// <param name="cancellation">Stops the simulation.</param>
    public Task PlayAsync(
        RoundState round, Func<ClientId, Attempt> attempt, Func<ClientId, Task> takePart, Func<ClientId, bool> keeps, TimeSpan? deadline,
        CancellationToken cancellation) => Task.Factory.StartNew(
            () => PlayInTurnAsync(round, attempt, takePart, keeps, deadline, cancellation), CancellationToken.None,
            TaskCreationOptions.None, _scheduler).Unwrap();

    private async Task PlayInTurnAsync(
        RoundState round, Func<ClientId, Attempt> attempt, Func<ClientId, Task> takePart, Func<ClientId, bool> keeps, TimeSpan? deadline,
        CancellationToken cancellation)
    {
        await PrepareAsync(round, takePart, cancellation);
        if (coordinator.State.Round is not { Phase: RoundPhase.Open } prepared || prepared.Id != round.Id) return;
        await TrainAsync(prepared, attempt, takePart, deadline, cancellation);
        await KeepAsync(round, takePart, keeps, cancellation);
    }

    /// <summary>
    /// Lets everybody answer the steps before the update, which takes no virtual time: whoever fails in this round fails while it trains.
    /// </summary>
    private async Task PrepareAsync(RoundState round, Func<ClientId, Task> takePart, CancellationToken cancellation)
    {
        while (coordinator.State.Round is { AsksUpdate: false, Phase: RoundPhase.Open } open && open.Id == round.Id)
        {
            foreach (ClientId client in open.Asked.Where(open.Waiting.Contains)) await takePart(client);
            await coordinator.HearAsync(cancellation);
            if (coordinator.State.Round is not { } next || next.Step != open.Step) continue;
            // Nobody will say more.
            foreach (ClientId client in next.Waiting)
                await coordinator.DeclineAsync(round.Id, client, DropReason.Unavailable, cancellation);
        }
    }

    private async Task TrainAsync(
        RoundState round, Func<ClientId, Attempt> attempt, Func<ClientId, Task> takePart, TimeSpan? deadline,
        CancellationToken cancellation)
    {
        (ClientId Client, Attempt Attempt)[] arrivals =
            // a stable sort: ties in order of invitation
            [.. round.Asked.Select(client => (client, attempt(client))).OrderBy(arrival => arrival.Item2.Took)];
        var started = new Queue<(Passage Passage, Task Work)>();
        int next = 0;
        foreach ((ClientId client, Attempt behaviour) in arrivals)
        {
            DateTimeOffset moment = round.OpenedAt + behaviour.Took;
            if (deadline is { } limit && behaviour.Took >= limit)
            {
                // Everybody from here on is late. Their training is spared; any call makes the coordinator see the time.
                clock.MoveTo(round.OpenedAt + limit);
                await coordinator.DeclineAsync(round.Id, client, DropReason.Deadline, cancellation);
                break;
            }
            Start(arrivals, ref next, started, takePart, deadline);
            clock.MoveTo(moment);
            if (behaviour.Fails)
            {
                await coordinator.DeclineAsync(round.Id, client, DropReason.Unavailable, cancellation);
            }
            else
            {
                (Passage passage, Task work) = started.Dequeue();
                await Task.WhenAny(passage.Arrived.Task, work);
                passage.Admitted.SetResult();
                await work;
            }
            if (coordinator.State.Round is not { Phase: RoundPhase.Open } open || open.Id != round.Id) break;
        }
        // Whoever was already at work when the round closed hands in and is told that it is too late.
        foreach ((Passage passage, Task work) in started)
        {
            passage.Admitted.SetResult();
            await work;
        }
    }

    /// <summary>Lets every keeper answer that is there, one after the other.</summary>
    private async Task KeepAsync(
        RoundState round, Func<ClientId, Task> takePart, Func<ClientId, bool> keeps, CancellationToken cancellation)
    {
        for (string? step = ""; coordinator.State.Round is { Phase: RoundPhase.Closed } closed && closed.Id == round.Id
            && closed.Step != step;)
        {
            step = closed.Step;
            foreach (ClientId keeper in round.Cohort.Where(closed.Keepers.Contains))
            {
                if (!keeps(keeper))
                {
                    await coordinator.DeclineAsync(round.Id, keeper, DropReason.Unavailable, cancellation);
                    continue;
                }
                await takePart(keeper);
                await coordinator.HearAsync(cancellation);
                if (coordinator.State.Round?.Id != round.Id) return; // the answers were enough
            }
        }
    }

    /// <summary>
    /// Keeps a few clients ahead of the clock at work, in order of arrival, so that no thread waits and few updates are in memory.
    /// </summary>
    private void Start(
        (ClientId Client, Attempt Attempt)[] arrivals, ref int next, Queue<(Passage, Task)> started, Func<ClientId, Task> takePart,
        TimeSpan? deadline)
    {
        for (; next < arrivals.Length && started.Count < 2 * threads; next++)
        {
            (ClientId client, Attempt behaviour) = arrivals[next];
            if (behaviour.Fails || behaviour.Took >= deadline) continue;
            Passage passage = gate.Expect(client);
            Task<Task> work = Task.Factory.StartNew(
                () => takePart(client), CancellationToken.None, TaskCreationOptions.PreferFairness, _scheduler);
            started.Enqueue((passage, work.Unwrap()));
        }
    }
}
