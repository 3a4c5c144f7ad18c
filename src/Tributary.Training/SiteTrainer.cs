using Tributary.Core;
using Tributary.Models;

namespace Tributary.Training;

/// <summary>Answers everything this version knows how to answer about one site's data.</summary>
/// <param name="data">The site's training examples.</param>
/// <param name="loops">Loops shared by all clients of a process.</param>
/// <param name="threads">How many threads share the work of a step; the bits are the same for any number.</param>
/// <param name="marginals">What a generator of tables counts, or null where the job makes none.</param>
public sealed class SiteTrainer(Dataset data, Pool<TrainingLoop> loops, int threads = 1, MarginalLayout? marginals = null) : ILocalTrainer
{
    private readonly GradientTrainer _gradients = new(data, loops, threads);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The question is none that this site answers.</exception>
    public ValueTask<LocalResult> AnswerAsync(LocalTask task, CancellationToken cancellation) => task.Question switch
    {
        TrainPhase.QuestionName => _gradients.AnswerAsync(task, cancellation),
        _ when ColumnStatistics.Answers(task.Question) && data is LabelledData rows =>
            new(ColumnStatistics.Answer(task, rows.Count, rows.CopyFeatures)),
        _ when MarginalAnswers.Answers(task.Question) && data is TableData table && marginals is not null =>
            new(MarginalAnswers.Answer(task, table, marginals)),
        _ => throw new NotSupportedException($"This site does not answer the question '{task.Question}'."),
    };
}
