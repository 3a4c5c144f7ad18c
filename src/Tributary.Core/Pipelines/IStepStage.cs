namespace Tributary.Core;

/// <summary>
/// The half of a stage that answers one of its steps at a client. A client that answers after the close is called a keeper: it holds a part
/// of what opens a group's sum.
/// </summary>
public interface IStepStage
{
    /// <summary>
    /// Answers over the round's channel, with one message to <see cref="RoundMessage.Coordinator"/> in the step's mailbox. Asked again, it
    /// says the same again; after the close it answers for one included set a round ever.
    /// </summary>
    /// <param name="question">What is asked.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="KeeperException">The client must not answer, or cannot; the message says why.</exception>
    ValueTask AnswerAsync(StepQuestion question, CancellationToken cancellation);
}
