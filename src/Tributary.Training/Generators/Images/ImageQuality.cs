using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>How good pictures of a generator are, as a frozen classifier sees them beside real ones that were held out.</summary>
/// <remarks>
/// FID-C, KID-C: the known measures on the features of our own classifier. They must not be compared with Inception figures, nor with
/// those of another classifier, data set or number of pictures.
/// </remarks>
public sealed record ImageQuality
{
    private const int MostCompared = 5000;

    /// <summary>The share of pictures that show what was asked for, as the classifier sees them.</summary>
    public required double Recognised { get; init; }

    /// <summary>FID-C: the Frechet distance to real pictures.</summary>
    public required double Frechet { get; init; }

    /// <summary>KID-C: the kernel distance to real pictures, of at most 5,000 of each.</summary>
    public required double Kernel { get; init; }

    /// <summary>Precision and recall, of at most 5,000 of each.</summary>
    public required PrecisionRecall Manifolds { get; init; }

    /// <summary>How many pictures were measured.</summary>
    public required int Pictures { get; init; }

    /// <summary>Measures pictures.</summary>
    /// <param name="classifier">Trained on real pictures.</param>
    /// <param name="real">Pictures that neither it nor the generator learnt from.</param>
    /// <param name="generated">The pictures.</param>
    /// <param name="classes">What each was to show.</param>
    /// <param name="threads">How many threads may work; changes no bit.</param>
    /// <exception cref="ArgumentException">A set has fewer than four pictures.</exception>
    public static ImageQuality Measure(
        ImageClassifier classifier, LabelledData real, IReadOnlyList<float[]> generated, IReadOnlyList<int> classes, int threads)
    {
        float[][] expected = classifier.Look(real).Features;
        (int[] found, float[][] features) = classifier.Look(generated);
        float[][] someReal = EvenlySpaced(expected), some = EvenlySpaced(features);
        return new ImageQuality
        {
            Recognised = found.Where((one, i) => one == classes[i]).Count() / (double)found.Length,
            Frechet = FrechetDistance.Between(expected, features),
            Kernel = KernelDistance.Between(someReal, some, threads),
            Manifolds = PrecisionRecall.Between(someReal, some, threads),
            Pictures = generated.Count,
        };
    }

    /// <summary>The accuracy on real pictures of a classifier that has seen generated ones alone.</summary>
    /// <param name="generated">The pictures.</param>
    /// <param name="classes">What each was to show.</param>
    /// <param name="test">Real pictures.</param>
    /// <param name="random">Decides where the classifier begins.</param>
    /// <param name="threads">How many threads may work; changes no bit.</param>
    /// <remarks>Esteban, Hyland, Raetsch, arXiv:1706.02633, section 4.1.2 (TSTR).</remarks>
    public static double TrainOnGenerated(
        IReadOnlyList<float[]> generated, IReadOnlyList<int> classes, LabelledData test, RandomStream random, int threads)
    {
        return ImageClassifier.Train(GeneratedImages.Of(generated, [.. classes], test), random, threads).Accuracy(test);
    }

    private static float[][] EvenlySpaced(float[][] all) => all.Length <= MostCompared
        ? all
        : [.. Enumerable.Range(0, MostCompared).Select(i => all[(int)((long)i * all.Length / MostCompared)])];
}
