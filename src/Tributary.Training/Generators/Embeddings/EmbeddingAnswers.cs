using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>A site's answer to the question of <see cref="EmbeddingPhase"/>: the summed Fourier features of its images, by class.</summary>
internal static class EmbeddingAnswers
{
    private const int AtOnce = 64;

    /// <summary>Sums features.</summary>
    /// <param name="task">The question.</param>
    /// <param name="data">The site's images.</param>
    /// <param name="model">The generator that the job makes, for its frequencies; not changed.</param>
    /// <param name="threads">How many threads share the work; the bits are the same for any number.</param>
    /// <exception cref="InvalidDataException">A class has more images than the sums hold.</exception>
    public static LocalResult Answer(LocalTask task, LabelledData data, MeanEmbeddingModel model, int threads)
    {
        int frequencies = model.Architecture.Frequencies, width = EmbeddingGrid.WidthOf(frequencies);
        long[] sums = Sum(data, model.Frequencies, frequencies, threads);
        for (int i = width - 1; i < sums.Length; i += width)
            if (sums[i] > (long)EmbeddingGrid.MostImages * EmbeddingGrid.One)
                throw new InvalidDataException(
                    $"A class has {sums[i] / EmbeddingGrid.One} images here, and sums hold {EmbeddingGrid.MostImages}. "
                    + "Divide the site, or use fewer images.");
        Span<float> high = task.Values.Span[..sums.Length], low = task.Values.Span.Slice(sums.Length, sums.Length);
        for (int i = 0; i < sums.Length; i++) EmbeddingGrid.Split(sums[i], out high[i], out low[i]);
        return new LocalResult(data.Count, []);
    }

    private static long[] Sum(LabelledData data, Tensor frequencies, int count, int threads)
    {
        int width = EmbeddingGrid.WidthOf(count), pixels = data.FeatureShape.Count;
        long[] sums = new long[data.ClassCount * width];
        var graph = new Graph(AtOnce) { Threads = threads };
        Tensor images = graph.Input(pixels), features = images.MatMul(frequencies).FourierFeatures(); // (B, 2 frequencies)
        for (int start = 0; start < data.Count; start += AtOnce)
        {
            graph.Batch = Math.Min(AtOnce, data.Count - start);
            for (int b = 0; b < graph.Batch; b++) data.CopyFeatures(start + b, images.Values.Slice(b * pixels, pixels));
            graph.Forward();
            for (int b = 0; b < graph.Batch; b++)
                Add(features.Values.Slice(b * (width - 1), width - 1), sums.AsSpan(data.Label(start + b) * width, width));
        }
        return sums;
    }

    private static void Add(ReadOnlySpan<float> features, Span<long> sums)
    {
        for (int i = 0; i < features.Length; i++) sums[i] += (long)MathF.Round(features[i] * EmbeddingGrid.One);
        sums[^1] += EmbeddingGrid.One;
    }
}
