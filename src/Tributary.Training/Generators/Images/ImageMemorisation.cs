using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>Whether generated pictures are nearer to those of the training than to pictures of the same kind that were held out.</summary>
/// <remarks>
/// Distances are Euclidean between pixels from 0 to 1. For a picture that owes nothing to single training pictures, the nearest of all real
/// ones is one of the training with the probability of their share of all; <see cref="MemorisedShare"/> is how far it goes beyond, so that
/// smooth pictures, which are near to everything, do not count as copies.
/// </remarks>
/// <param name="DistanceToTraining">The median distance of a generated picture to the nearest of the training.</param>
/// <param name="DistanceOfHeldOut">The same of held-out pictures: what pictures have that were not learnt from.</param>
/// <param name="Copies">The share of generated pictures that are a training picture, to a 255th a pixel.</param>
/// <param name="MemorisedShare">0 where training pictures are the nearest as often as chance has it, 1 where they always are.</param>
/// <param name="StandardError">Of <see cref="MemorisedShare"/>, were nothing memorised.</param>
public sealed record ImageMemorisation(
    double DistanceToTraining, double DistanceOfHeldOut, double Copies, double MemorisedShare, double StandardError)
{
    private const int MostGenerated = 2000, MostHeldOut = 1000, Together = 256;
    private const float HalfStep = 0.5f / 255;

    /// <summary>Measures at most 2,000 generated pictures, beside all of the training and all of the held-out part.</summary>
    /// <param name="training">What the generator learnt from.</param>
    /// <param name="heldOut">Pictures of the same kind that it did not.</param>
    /// <param name="generated">In the shape of the training's.</param>
    /// <param name="random">Decides which are compared.</param>
    /// <param name="threads">How many threads may work; changes no bit.</param>
    /// <exception cref="ArgumentException">A set is empty.</exception>
    public static ImageMemorisation Measure(
        LabelledData training, LabelledData heldOut, IReadOnlyList<float[]> generated, RandomStream random, int threads)
    {
        if (training.Count == 0 || heldOut.Count == 0 || generated.Count == 0)
            throw new ArgumentException("A set without pictures cannot be compared.", nameof(generated));
        float[][] drawn = [.. Some(generated.Count, MostGenerated, random.Derive("generated")).Select(i => generated[i])];
        float[][] strangers = [.. Some(heldOut.Count, MostHeldOut, random.Derive("held out")).Select(i => Pixels(heldOut, i))];
        float[] toTraining = Nearest([.. drawn, .. strangers], training, threads), toHeldOut = Nearest(drawn, heldOut, threads);
        double chance = training.Count / (double)(training.Count + heldOut.Count);
        double nearer = 0;
        for (int i = 0; i < drawn.Length; i++)
            nearer += toTraining[i] < toHeldOut[i] ? 1 : toTraining[i] == toHeldOut[i] ? chance : 0;
        float copy = HalfStep * HalfStep * drawn[0].Length;
        return new ImageMemorisation(
            Median(toTraining.AsSpan(0, drawn.Length)), Median(toTraining.AsSpan(drawn.Length)),
            toTraining.Take(drawn.Length).Count(distance => distance <= copy) / (double)drawn.Length,
            (nearer / drawn.Length - chance) / (1 - chance), Math.Sqrt(chance / (1 - chance) / drawn.Length));
    }

    /// <summary>The squared distance of each picture to the nearest of a set.</summary>
    private static float[] Nearest(float[][] pictures, LabelledData set, int threads)
    {
        float[] nearest = new float[pictures.Length];
        Array.Fill(nearest, float.PositiveInfinity);
        float[][] block = new float[Together][];
        for (int start = 0; start < set.Count; start += Together)
        {
            int count = Math.Min(Together, set.Count - start);
            for (int j = 0; j < count; j++) block[j] = Pixels(set, start + j);
            Parallel.For(0, pictures.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            {
                for (int j = 0; j < count; j++)
                    nearest[i] = Math.Min(nearest[i], VectorProducts.SquaredDistance(pictures[i], block[j]));
            });
        }
        return nearest;
    }

    private static int[] Some(int count, int most, RandomStream random)
    {
        int[] places = [.. Enumerable.Range(0, count)];
        random.Shuffle<int>(places);
        return places[..Math.Min(most, count)];
    }

    private static float[] Pixels(LabelledData data, int example)
    {
        float[] pixels = new float[data.FeatureShape.Count];
        data.CopyFeatures(example, pixels);
        return pixels;
    }

    private static double Median(Span<float> squares)
    {
        float[] sorted = [.. squares];
        Array.Sort(sorted);
        return Math.Sqrt(sorted[sorted.Length / 2]);
    }
}
