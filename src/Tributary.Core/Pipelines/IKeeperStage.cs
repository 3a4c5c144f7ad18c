namespace Tributary.Core;

/// <summary>
/// The half of a stage that runs at a keeper: a client that holds a part of what opens a group's sum. It answers after the close, and need
/// not have sent an update.
/// </summary>
public interface IKeeperStage
{
    /// <summary>Answers over the round's channel, for one included set a round ever.</summary>
    /// <param name="included">The clients of the keeper's group whose updates are in the sum, in order of invitation.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="KeeperException">The keeper must not answer, or cannot; the message says why.</exception>
    ValueTask AnswerAsync(IReadOnlyList<ClientId> included, CancellationToken cancellation);
}
