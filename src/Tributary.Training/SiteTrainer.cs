using Tributary.Core;
using Tributary.Models;
using Tributary.Privacy;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>Answers everything this version knows how to answer about one site's data.</summary>
/// <param name="data">The site's training examples.</param>
/// <param name="loops">Loops shared by all clients of a process.</param>
/// <param name="threads">How many threads share the work of a step; the bits are the same for any number.</param>
/// <param name="secrets">What samples and noise of private training are drawn from; see <see cref="GradientTrainer"/>.</param>
/// <param name="model">The generator that the job makes, for what it counts or sums; null where it makes none of that kind.</param>
/// <param name="rank">How many ranks of the model's adapter the site trains; null for all.</param>
public sealed class SiteTrainer(
    Dataset data, Pool<TrainingLoop> loops, int threads = 1, Func<RandomStream, SecretBits>? secrets = null, Model? model = null,
    int? rank = null)
    : ILocalTrainer
{
    private readonly GradientTrainer _gradients = new(data, loops, threads, secrets, rank);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The question is none that this site answers.</exception>
    public ValueTask<LocalResult> AnswerAsync(LocalTask task, CancellationToken cancellation) => task.Question switch
    {
        TrainPhase.QuestionName => _gradients.AnswerAsync(task, cancellation),
        _ when ColumnStatistics.Answers(task.Question) && data is LabelledData labelled =>
            new(ColumnStatistics.Answer(task, labelled.Count, labelled.CopyFeatures)),
        _ when MarginalAnswers.Answers(task.Question) && data is TableData rows && model is ITableModel table =>
            new(MarginalAnswers.Answer(task, rows, table)),
        EmbeddingPhase.Embeddings when data is LabelledData images && model is MeanEmbeddingModel embedding =>
            new(EmbeddingAnswers.Answer(task, images, embedding, threads)),
        _ => throw new NotSupportedException($"This site does not answer the question '{task.Question}'."),
    };
}
