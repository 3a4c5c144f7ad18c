using Tributary.Core;

namespace Tributary.Training;

/// <summary>A site's answers by question; a question that is not listed is refused.</summary>
public sealed class LocalAnswers(IReadOnlyDictionary<string, ILocalTrainer> byQuestion) : ILocalTrainer
{
    /// <inheritdoc/>
    public ValueTask<LocalResult> AnswerAsync(LocalTask task, CancellationToken cancellation) =>
        byQuestion.TryGetValue(task.Question, out ILocalTrainer? trainer)
            ? trainer.AnswerAsync(task, cancellation)
            : throw new NotSupportedException($"This site does not answer the question '{task.Question}'.");
}
