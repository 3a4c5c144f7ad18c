namespace Tributary.Core;

/// <summary>The half of a stage that runs at the coordinator, for one round.</summary>
public interface IServerStage
{
    /// <summary>Before training.</summary>
    ValueTask OpenAsync(CancellationToken cancellation) => default;

    /// <summary>
    /// Undoes the client half, on one update or on the sum of <paramref name="from"/>, as the stage's <see cref="Decoding"/> allows.
    /// </summary>
    /// <exception cref="MalformedUpdateException">The payload is not what the client half makes.</exception>
    ValueTask<Payload> DecodeAsync(Payload input, IReadOnlyList<ClientId> from, CancellationToken cancellation) => new(input);

    /// <summary>Once a round, on the aggregate before the division by weight; may change it in place.</summary>
    ValueTask<Aggregate> FinishAsync(Aggregate aggregate, CancellationToken cancellation) => new(aggregate);

    /// <summary>
    /// A few numbers for the stages of the rounds to come, by names that begin with the stage's, or null; read after
    /// <see cref="FinishAsync"/>. They stand in the log and travel with invitations, so they may tell no more than the model does.
    /// </summary>
    IReadOnlyDictionary<string, double>? State => null;
}
