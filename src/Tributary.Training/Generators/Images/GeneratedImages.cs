using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>
/// Draws many pictures in parts, each with noise of its own, so that the number of threads changes no bit; and makes examples of them.
/// </summary>
public static class GeneratedImages
{
    private const int Part = Evaluator.ChunkSize / 2;

    /// <summary>Draws a picture for each of <paramref name="classes"/>.</summary>
    /// <param name="models">Generators with room for <see cref="Evaluator.ChunkSize"/> examples.</param>
    /// <param name="parameters">The trained generator; where it carries a running mean, that is sampled from.</param>
    /// <param name="sampler">How a <see cref="FlowModel"/> draws; null for its own way, and for every other generator.</param>
    /// <param name="classes">What to show.</param>
    /// <param name="random">Draws the noise.</param>
    /// <param name="threads">How many threads may work.</param>
    /// <param name="cancellation">Checked before every part.</param>
    /// <exception cref="ArgumentException">The sampler does not fit the generator.</exception>
    public static float[][] Draw(
        Pool<Model> models, ParameterSet parameters, FlowSampler? sampler, int[] classes, RandomStream random, int threads,
        CancellationToken cancellation = default)
    {
        ParameterSet averaged = ModelAverage.Of(parameters);
        int parts = (classes.Length + Part - 1) / Part, each = Math.Max(1, threads / Math.Max(1, parts));
        float[][] images = new float[classes.Length][];
        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, part =>
        {
            int start = part * Part;
            float[][] drawn = models.Use(model =>
            {
                model.Parameters.Load(averaged);
                model.Graph.Threads = each;
                ReadOnlySpan<int> own = classes.AsSpan(start, Math.Min(Part, classes.Length - start));
                RandomStream noise = random.Derive("part", part);
                return sampler is null ? ((IImageGenerator)model).Draw(own, noise) : sampler.Sample((FlowModel)model, own, noise);
            });
            drawn.CopyTo(images, start);
        });
        return images;
    }

    /// <summary>Examples of the same features and classes as real ones; a value becomes a byte, as in the files of real images.</summary>
    /// <param name="images">Values from 0 to 1.</param>
    /// <param name="classes">The class of each.</param>
    /// <param name="real">What real examples look like.</param>
    public static LabelledData Of(IReadOnlyList<float[]> images, int[] classes, LabelledData real)
    {
        int pixels = real.FeatureShape.Count;
        byte[] values = new byte[images.Count * pixels];
        for (int i = 0; i < images.Count; i++)
            for (int j = 0; j < pixels; j++)
                values[i * pixels + j] = (byte)MathF.Round(255 * images[i][j]);
        return LabelledData.FromBytes(real.FeatureShape, values, 1 / 255f, classes, real.ClassCount, real.ClassNames);
    }
}
