using Tributary.Models;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Simulation;

/// <summary>Draws images from a generator and measures them: are they what was asked for, and are they more than copies?</summary>
public static class ImageSamples
{
    private const int ShownOfClass = 10, MeasuredOfClass = 50;
    private const int MostDrawn = 10_000, Seeds = 3;
    private const int SideOnPage = 48;

    /// <summary>Draws fifty images of each class, shows ten, and measures all.</summary>
    /// <param name="job">The job, for its data and seed.</param>
    /// <param name="workers">Models to sample with.</param>
    /// <param name="parameters">The trained generator.</param>
    internal static SampleSet Draw(PlannedJob job, Workers workers, ParameterSet parameters)
    {
        int[] classes = [.. Enumerable.Range(0, job.Shape.Classes * MeasuredOfClass).Select(i => i % job.Shape.Classes)];
        float[][] images = GeneratedImages.Draw(workers.Models, parameters, null, classes, job.Random.Derive("samples"), workers.Threads);
        string sampling = workers.Models.Use(model => ((IImageGenerator)model).Sampling);
        float[][] shown =
            [.. Enumerable.Range(0, job.Shape.Classes).SelectMany(c => images.Where((_, i) => classes[i] == c).Take(ShownOfClass))];
        (var real, var heldOut) = ((LabelledData)job.Federation.Pooled, (LabelledData)job.Federation.Test);
        return new SampleSet
        {
            Title = "Images drawn by the federated model",
            Note = $"{Capital(sampling)}; a row a class, nothing picked by hand. Figures are of {images.Length} images.{Promise(job)}",
            Images = IsPicture(job.Shape)
                ? [new SampleImage(Grid(shown, job.Shape, ShownOfClass), $"{ShownOfClass} of each class, a row a class")]
                : [],
            Measurements =
            [
                .. Quality(job, workers.Threads, images, classes, real, heldOut),
                .. Describe(ImageMemorisation.Measure(real, heldOut, images, job.Random.Derive("memorisation"), workers.Threads)),
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

    /// <summary>What a classifier says of pictures, in words.</summary>
    /// <param name="quality">What it says.</param>
    /// <param name="classifier">The classifier.</param>
    /// <param name="accuracy">How often it is right on real test images.</param>
    public static IEnumerable<Measurement> Describe(ImageQuality quality, ImageClassifier classifier, double accuracy) =>
    [
        new("recognised as the class asked for", quality.Recognised, IsShare: true,
            $"by a classifier trained on the sites' real images, which is right on {accuracy:P1} of real test images"),
        new("FID-C", quality.Frechet, IsShare: false,
            $"Frechet distance to the test images in {classifier.Width} features of that classifier ({classifier.Digest[..12]}), "
            + $"over {quality.Pictures:N0} images; comparable for as many images alone, and not with Inception figures"),
        new("KID-C", quality.Kernel, IsShare: false, "kernel distance in the same features, without bias; real images come to 0"),
        new("precision", quality.Manifolds.Precision, IsShare: true,
            "of the images look like real ones, by three neighbours in the same features"),
        new("recall", quality.Manifolds.Recall, IsShare: true, "of real images, could be the generator's"),
    ];

    /// <summary>What pictures tell of those that they were learnt from, in words.</summary>
    public static IEnumerable<Measurement> Describe(ImageMemorisation memorisation) =>
    [
        new("distance to the nearest training image", memorisation.DistanceToTraining, IsShare: false,
            $"median, Euclidean, pixels from 0 to 1; test images are {memorisation.DistanceOfHeldOut:0.00} from theirs. "
            + "Far below that, the model would copy"),
        new("copies of training images", memorisation.Copies, IsShare: true, "to half a step of a byte a pixel"),
        new("memorised", memorisation.MemorisedShare, IsShare: true,
            "how much more often than by chance the nearest real image is one of the training, and not of the test; "
            + $"0 % is chance, with a standard error of {memorisation.StandardError:P1}"),
    ];

    /// <summary>Classifiers that see drawn images alone; for generators that draw thousands in a moment.</summary>
    private static IEnumerable<Measurement> Useful(PlannedJob job, Workers workers, ParameterSet parameters, LabelledData real)
    {
        if (real.ClassCount < 2) return [];
        var test = (LabelledData)job.Federation.Test;
        int[] classes = [.. Enumerable.Range(0, Math.Min(MostDrawn, real.Count)).Select(i => i % real.ClassCount)];
        LabelledData drawn = GeneratedImages.Of(
            GeneratedImages.Draw(workers.Models, parameters, null, classes, job.Random.Derive("training"), workers.Threads), classes, real);
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

    private static IEnumerable<Measurement> Quality(
        PlannedJob job, int threads, float[][] images, int[] classes, LabelledData real, LabelledData heldOut)
    {
        if (real.ClassCount < 2) return []; // nothing to tell apart
        ImageClassifier classifier = ImageClassifier.Train(real, job.Random.Derive("judge"), threads);
        return Describe(
            ImageQuality.Measure(classifier, heldOut, images, classes, threads), classifier, classifier.Accuracy(heldOut));
    }
}
