using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>
/// Measures parameters on a data set, in fixed chunks that are added in a fixed order: the figures do not depend on the number of threads.
/// </summary>
public sealed class Evaluator
{
    /// <summary>A capacity that keeps matrix products large and buffers small.</summary>
    public const int ChunkSize = 40;

    /// <summary>The name of a language model's loss in bits for each byte of the text.</summary>
    public const string BitsPerByte = "bitsPerByte";

    private const double BitsPerNat = 1.4426950408889634; // 1 / ln 2

    private readonly Pool<Model> _models;
    private readonly int _threads;

    /// <summary>Evaluates on up to <paramref name="threads"/> threads with models of capacity <see cref="ChunkSize"/>.</summary>
    public Evaluator(Pool<Model> models, int threads)
    {
        _models = models;
        _threads = threads;
    }

    /// <summary>
    /// The average of every metric over all examples of <paramref name="data"/>; of a text also its loss in bits for each byte. A model
    /// that carries a running mean of itself is measured at the mean.
    /// </summary>
    public IReadOnlyDictionary<string, double> Evaluate(ParameterSet parameters, Dataset data)
    {
        parameters = ModelAverage.Of(parameters);
        (IReadOnlyList<string> metrics, int[] examples) = _models.Use(model => (model.Metrics, List(model, data)));
        int chunks = (examples.Length + ChunkSize - 1) / ChunkSize;
        double[][] sums = new double[chunks][];
        int each = Math.Max(1, _threads / Math.Max(1, chunks)); // with fewer chunks than threads, several threads share a chunk
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _threads };
        Parallel.For(0, chunks, parallel, chunk => sums[chunk] = _models.Use(model =>
        {
            model.Graph.Threads = each;
            return Measure(model, parameters, data, examples, chunk);
        }));

        double[] total = new double[metrics.Count + 1];
        foreach (double[] sum in sums)
            for (int i = 0; i < total.Length; i++)
                total[i] += sum[i];
        var figures = Enumerable.Range(0, metrics.Count).ToDictionary(i => metrics[i], i => total[i] / total[^1]);
        // A token of many bytes is harder to guess than one of few: only per byte are tokenizers comparable.
        if (data is TextData { ByteCount: > 0 and var bytes } text && figures.TryGetValue(JobPhases.LossMetric, out double loss))
            figures.Add(BitsPerByte, loss * BitsPerNat * text.TokenCount / bytes);
        return figures;
    }

    private static int[] List(Model model, Dataset data)
    {
        int[] examples = new int[model.CountExamples(data)];
        model.ListExamples(data, examples, null);
        return examples;
    }

    private static double[] Measure(Model model, ParameterSet parameters, Dataset data, int[] examples, int chunk)
    {
        model.Parameters.Load(parameters);
        model.Graph.Training = false;
        int start = chunk * ChunkSize;
        ReadOnlySpan<int> own = examples.AsSpan(start, Math.Min(ChunkSize, examples.Length - start));
        // A stream of its own for every chunk, the same in every evaluation: a generator's objective is noisy, and curves should not be.
        model.Load(data, own, new RandomStream(0).Derive("evaluate", chunk));
        model.Graph.Forward();
        double[] sums = new double[model.Metrics.Count + 1];
        sums[^1] = model.Score(sums);
        return sums;
    }
}
