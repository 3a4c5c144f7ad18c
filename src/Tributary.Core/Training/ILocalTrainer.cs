namespace Tributary.Core;

/// <summary>
/// Everything a site does with its data: answers one question about it. In-process C#, or any process that speaks the protocol.
/// </summary>
public interface ILocalTrainer
{
    /// <summary>Answers the question of one round.</summary>
    ValueTask<LocalResult> AnswerAsync(LocalTask task, CancellationToken cancellation);
}
