using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>
/// Makes a generator of images in one round: sites sum the Fourier features of their images, the coordinator adds noise to the sums and
/// trains a network that draws images of the same means.
/// </summary>
/// <remarks>
/// Sums are whole numbers, so the generator is that of all images in one place, bit for bit. Noise is added to what is used of them: the
/// coordinator sees sums, and where stages hide single sites, sums alone.
/// </remarks>
public sealed class EmbeddingPhase : IPhase
{
    /// <summary>The question: the sums of features over the images of each class, and how many those are.</summary>
    public const string Embeddings = "class-embeddings";

    private const string High = "high", Low = "low";

    private readonly JobModel _job;
    private readonly DpMerf _architecture;
    private readonly EmbeddingBudget? _budget;
    private readonly RandomStream _random;
    private readonly Question _question;

    /// <summary>The question of a generator.</summary>
    /// <param name="job">The job's model, which is a <see cref="DpMerf"/>.</param>
    /// <param name="parts">Selector, pacing and the stages that answers pass through.</param>
    /// <param name="random">What noise is drawn from, unless it is to be secret, and what the generator is trained with.</param>
    public EmbeddingPhase(JobModel job, Composition parts, RandomStream random)
    {
        _job = job;
        _architecture = (DpMerf)job.Architecture;
        _budget = EmbeddingBudget.Of(_architecture);
        _random = random;
        int length = job.Shape.Classes * EmbeddingGrid.WidthOf(_architecture.Frequencies);
        _question = HistogramsPhase.Sum(parts, Embeddings, [new Segment(High, length), new Segment(Low, length)], Make);
    }

    /// <summary>What a job asks that makes such a generator.</summary>
    /// <param name="job">The job's model, which is a <see cref="DpMerf"/>.</param>
    /// <param name="parts">Selector, pacing and the stages that answers pass through.</param>
    public static JobQuestions Questions(JobModel job, Composition parts) => new()
    {
        Phases = [new EmbeddingPhase(job, parts, new RandomStream(job.Job.Seed).Derive("noise"))],
        Names = [Embeddings],
    };

    /// <summary>How many threads train the generator; the bits are the same for any number.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <inheritdoc/>
    public Question? Next(RunState run) => run.Answered.ContainsKey(Embeddings) ? null : _question;

    /// <inheritdoc/>
    public Question? Find(string name) => name == Embeddings ? _question : null;

    private void Make(ModelState state, IReadOnlyDictionary<string, ReadOnlyMemory<double>> sums)
    {
        int classes = _job.Shape.Classes, width = EmbeddingGrid.WidthOf(_architecture.Frequencies);
        var model = (MeanEmbeddingModel)_job.Build(classes * _architecture.Batch);
        model.Parameters.Load(state.Model);
        ReadOnlySpan<double> high = sums[High].Span, low = sums[Low].Span;
        using MarginalNoise? noise = _budget?.Noise(_random.Derive("embeddings"));
        var known = new List<int>();
        double[] released = new double[width];
        for (int c = 0; c < classes; c++)
        {
            for (int i = 0; i < width; i++)
                released[i] = EmbeddingGrid.Join(high[c * width + i], low[c * width + i]) + (noise?.Gaussian(_budget!.Sigma) ?? 0);
            double count = released[^1];
            if (count < Least) continue; // nobody has images of it, as far as can be told
            known.Add(c);
            for (int i = 0; i < width - 1; i++) model.Means.Values[c * (width - 1) + i] = (float)(released[i] / count);
        }
        if (known.Count > 0) EmbeddingFit.Train(model, known, _random.Derive("generator"), Threads);
        model.Parameters.Values.CopyTo(state.Model.Values);
    }

    /// <summary>The least count of a class that is no noise alone: one image, or four deviations of the noise.</summary>
    private double Least => Math.Max(EmbeddingGrid.One, 4 * (_budget?.Sigma ?? 0));
}
