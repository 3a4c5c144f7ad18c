namespace Tributary.Core;

/// <summary>The half of a stage that runs at the coordinator, for one round.</summary>
public interface IServerStage
{
    /// <summary>Before training.</summary>
    ValueTask OpenAsync(CancellationToken cancellation) => default;

    /// <summary>What the client half left beside its update: told before anything of the update is undone, again after a restart.</summary>
    /// <exception cref="MalformedUpdateException">It is not what the client half leaves.</exception>
    void Note(ClientId from, ReadOnlyMemory<byte> note)
    {
        // most stages leave nothing
    }

    /// <summary>
    /// An update has come back as far as this stage and is about to be added into its group's sum; only the last
    /// <see cref="Decoding.Sum"/> stage is told. Told again after a restart.
    /// </summary>
    /// <exception cref="MalformedUpdateException">The payload is not what the client half makes.</exception>
    ValueTask ArriveAsync(ClientId from, Payload payload, CancellationToken cancellation) => default;

    /// <summary>
    /// Whenever clients may have answered a step of this stage: what has come of it, in one group. Asked again after a restart.
    /// </summary>
    ValueTask<Hearing> HearAsync(StepAnswers answers, CancellationToken cancellation) => new(answers.Everybody);

    /// <summary>
    /// A step of this stage is over: hands out over the channel what those that are asked next must know. Done again after a restart; the
    /// messages may depend on the answers, the round and what is in the channel from before, so that they are the same.
    /// </summary>
    /// <param name="answers">The group's answers to the step that is over, of the clients that are asked next.</param>
    /// <param name="cancellation">Stops waiting.</param>
    ValueTask PassAsync(StepAnswers answers, CancellationToken cancellation) => default;

    /// <summary>
    /// Undoes the client half, on one update or on the sum of <paramref name="from"/>, as the stage's <see cref="Decoding"/> allows.
    /// </summary>
    /// <exception cref="MalformedUpdateException">The payload is not what the client half makes.</exception>
    /// <exception cref="UnopenedSumException">The keepers' answers do not open the sum.</exception>
    ValueTask<Payload> DecodeAsync(Payload input, IReadOnlyList<ClientId> from, CancellationToken cancellation) => new(input);

    /// <summary>What was decoded last, of <paramref name="from"/>, is in the aggregate: it proved to be in range.</summary>
    void Count(IReadOnlyList<ClientId> from)
    {
        // most stages need not know
    }

    /// <summary>Clients whose updates the stage has left out of the sums that it decoded, for they are larger than allowed.</summary>
    IReadOnlyCollection<ClientId> Excluded => [];

    /// <summary>Once a round, on the aggregate before the division by weight; may change it in place.</summary>
    ValueTask<Aggregate> FinishAsync(Aggregate aggregate, CancellationToken cancellation) => new(aggregate);

    /// <summary>
    /// A few numbers for the stages of the rounds to come, by names that begin with the stage's, or null; read after
    /// <see cref="FinishAsync"/>. They stand in the log and travel with invitations, so they may tell no more than the model does.
    /// </summary>
    IReadOnlyDictionary<string, double>? State => null;

    /// <summary>
    /// What is published with the round's model for whoever wants to check it, or null; read after <see cref="FinishAsync"/>. The
    /// <see cref="StagePlan.Evidence"/> of the plan reads it.
    /// </summary>
    ReadOnlyMemory<byte>? Document => null;
}
