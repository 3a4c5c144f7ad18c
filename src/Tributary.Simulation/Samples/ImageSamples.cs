using Tributary.Models;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Simulation;

/// <summary>Draws images from a generator and measures them: are they what was asked for, and are they more than copies?</summary>
public static class ImageSamples
{
    private const int PerClass = 10;
    private const int MostReal = 2000;
    private const int MostDrawn = 10_000, Seeds = 3;
    private const int SideOnPage = 48;

    /// <summary>Draws ten images of each class.</summary>
    /// <param name="job">The job, for its data and seed.</param>
    /// <param name="workers">Models to sample with.</param>
    /// <param name="parameters">The trained generator.</param>
    internal static SampleSet Draw(PlannedJob job, Workers workers, ParameterSet parameters)
    {
        int[] classes = [.. Enumerable.Range(0, job.Shape.Classes * PerClass).Select(i => i / PerClass)];
        (float[][] images, string sampling) = workers.UseAll(model =>
        {
            model.Parameters.Load(parameters);
            var generator = (IImageGenerator)model;
            return (generator.Draw(classes, job.Random.Derive("samples")), generator.Sampling);
        });
        var real = (LabelledData)job.Federation.Pooled;
        return new SampleSet
        {
            Title = "Images drawn by the federated model",
            Note = $"{Capital(sampling)}; a row a class, nothing picked by hand.{Promise(job)}",
            Images = IsPicture(job.Shape)
                ? [new SampleImage(Grid(images, job.Shape, PerClass), $"{PerClass} of each class, a row a class")]
                : [],
            Measurements =
            [
                .. Recognised(job, workers.Threads, images, classes, real), .. Distances(images, real),
                .. job.Embedding is null ? [] : Useful(job, workers, parameters, real),
            ],
        };
    }

    /// <summary>Whether an example can be looked at: grey, or of three colours.</summary>
    private static bool IsPicture(DataShape shape) => shape.Features[^1] is 1 or 3;

    /// <summary>Puts images of the shape of a model's data in one PNG, enlarged to be looked at.</summary>
    /// <param name="images">At least one; values from 0 to 1.</param>
    /// <param name="shape">The data's shape: height, width, channels.</param>
    /// <param name="columns">Images in a row.</param>
    public static byte[] Grid(float[][] images, DataShape shape, int columns)
    {
        (int height, int width, int channels) = (shape.Features[0], shape.Features[1], shape.Features[2]);
        Raster[] pictures =
            [.. images.Select(image => new Raster(width, height, channels, [.. image.Select(value => (byte)Math.Round(255 * value))]))];
        int scale = Math.Max(1, SideOnPage / Math.Max(width, height));
        return PngWriter.Encode(ImageGrid.Arrange(pictures, columns, scale, gap: 2));
    }

    private static IEnumerable<Measurement> Recognised(PlannedJob job, int threads, float[][] images, int[] classes, LabelledData real)
    {
        if (real.ClassCount < 2) yield break; // nothing to tell apart
        Judge judge = Judge.Train(real, job.Random.Derive("judge"), threads);
        int right = images.Where((image, i) => judge.Classify(image) == classes[i]).Count();
        double onReal = judge.Accuracy((LabelledData)job.Federation.Test);
        yield return new Measurement("recognised as the class asked for", (double)right / images.Length, IsShare: true,
            $"by a classifier trained on the sites' real images, which is right on {onReal:P1} of real test images");
    }

    /// <summary>Classifiers that see drawn images alone; for generators that draw thousands in a moment.</summary>
    private static IEnumerable<Measurement> Useful(PlannedJob job, Workers workers, ParameterSet parameters, LabelledData real)
    {
        if (real.ClassCount < 2) return [];
        var test = (LabelledData)job.Federation.Test;
        int[] classes = [.. Enumerable.Range(0, Math.Min(MostDrawn, real.Count)).Select(i => i % real.ClassCount)];
        LabelledData drawn = workers.UseAll(model =>
        {
            model.Parameters.Load(parameters);
            return GeneratedImages.Of(((IImageGenerator)model).Draw(classes, job.Random.Derive("training")), classes, real);
        });
        return TrainOnGenerated.Measure(real, test, drawn, Seeds, job.Random.Derive("usefulness"), workers.Threads)
            .Select(one => new Measurement($"accuracy of {one.Classifier}, trained on generated images alone", one.OnGenerated.Accuracy,
                IsShare: true, $"on real test images; trained on the sites' real images {one.OnReal.Accuracy:P1}; mean over {Seeds} seeds, "
                    + $"{drawn.Count:N0} images drawn"));
    }

    private static string Promise(PlannedJob job)
    {
        if (job.Architecture is not DpMerf { Epsilon: not null } made || EmbeddingBudget.Of(made) is not { } budget) return "";
        string source = made.SecretNoise ? "the operating system" : "the job's seed, and who knows that can take it away";
        return $" Differentially private for one image, added or removed: epsilon {budget.Epsilon:0.##}, delta {made.Delta:0.#e-0}, "
            + $"towards all who see the model; the coordinator sees sums. Noise came from {source}.";
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static IEnumerable<Measurement> Distances(float[][] images, LabelledData real)
    {
        float[][] originals = [.. Enumerable.Range(0, Math.Min(MostReal, real.Count)).Select(i => Features(real, i))];
        double generated = images.Average(image => Nearest(image, originals, except: -1));
        double among = originals.Take(images.Length).Select((image, i) => Nearest(image, originals, except: i)).Average();
        yield return new Measurement("distance to the nearest training image", generated, IsShare: false,
            $"Euclidean, pixels from 0 to 1, over {originals.Length} training images; training images are {among:0.00} " +
            "from their own nearest. Far below that, the model would copy");
    }

    private static float[] Features(LabelledData data, int example)
    {
        float[] features = new float[data.FeatureShape.Count];
        data.CopyFeatures(example, features);
        return features;
    }

    private static double Nearest(float[] image, float[][] others, int except)
    {
        double nearest = double.PositiveInfinity;
        for (int i = 0; i < others.Length; i++)
        {
            if (i == except) continue;
            double square = 0;
            for (int j = 0; j < image.Length; j++) square += (image[j] - others[i][j]) * (double)(image[j] - others[i][j]);
            nearest = Math.Min(nearest, square);
        }
        return Math.Sqrt(nearest);
    }
}
