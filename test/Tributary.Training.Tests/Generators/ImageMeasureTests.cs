using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Models;
using Tributary.Models.Tests;
using Tributary.Tensors;
using Tributary.Tests;

namespace Tributary.Training.Tests;

public sealed class ImageMeasureTests
{
    private const string Reference = """
        import json, sys
        import numpy as np

        x, y = (np.array(rows, dtype=float) for rows in json.load(sys.stdin))

        def frechet():
            a, b = np.cov(x, rowvar=False), np.cov(y, rowvar=False)
            # scipy has sqrtm; the eigenvalues of a b are those of a^(1/2) b a^(1/2)
            both = np.sqrt(np.maximum(np.linalg.eigvals(a @ b).real, 0)).sum()
            return ((x.mean(0) - y.mean(0)) ** 2).sum() + np.trace(a) + np.trace(b) - 2 * both

        def kernel():
            k = lambda p, q: (p @ q.T / p.shape[1] + 1) ** 3
            off = lambda p: (k(p, p).sum() - np.trace(k(p, p))) / (len(p) * (len(p) - 1))
            return off(x) + off(y) - 2 * k(x, y).mean()

        def within(vectors, manifold):
            far = lambda p, q: ((p[:, None] - q[None]) ** 2).sum(2)
            radii = np.sort(far(manifold, manifold), axis=1)[:, 3]  # the first is the vector itself
            return (far(vectors, manifold) <= radii).any(1).mean()

        json.dump([frechet(), kernel(), within(y, x), within(x, y)], sys.stdout)
        """;

    /// <summary>Vectors whose coordinates hang together.</summary>
    private static float[][] Vectors(int count, ulong seed, float shift = 0, float spread = 1)
    {
        var random = new RandomStream(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(_ =>
            {
                float[] v = new float[6];
                random.FillNormal(v);
                for (int i = 1; i < v.Length; i++) v[i] = 0.6f * v[i - 1] + v[i];
                return v.Select(value => shift + spread * value).ToArray();
            }),
        ];
    }

    [Theory]
    [InlineData(120, 90, 0.4f, 1.3f)]
    [InlineData(60, 200, -0.2f, 0.7f)]
    [InlineData(5, 40, 1f, 1f)] // fewer vectors than coordinates: a covariance without inverse
    public void All_measures_agree_with_NumPy(int count, int others, float shift, float spread)
    {
        Python.RequireModule("numpy", "python3-numpy");
        float[][] x = Vectors(count, 1), y = Vectors(others, 2, shift, spread);
        double[] expected = [.. JsonNode.Parse(Python.Run(["-c", Reference], JsonSerializer.Serialize(new[] { x, y })))!
            .AsArray().Select(node => node!.GetValue<double>())];
        Assert.Equal(expected[0], FrechetDistance.Between(x, y), 1e-6 * expected[0]);
        Assert.Equal(expected[1], KernelDistance.Between(x, y, threads: 2), 1e-5 * Math.Abs(expected[1]));
        Assert.Equal(new PrecisionRecall(expected[2], expected[3]), PrecisionRecall.Between(x, y, threads: 2));
    }

    [Fact]
    public void A_set_is_no_distance_from_itself_and_a_shift_as_far_as_it_is_long()
    {
        float[][] x = Vectors(80, 1), moved = [.. x.Select(v => v.Select(value => value + 2).ToArray())];
        Assert.Equal(0, FrechetDistance.Between(x, x), 1e-9);
        Assert.Equal(6 * 4, FrechetDistance.Between(x, moved), 1e-4);
        Assert.Equal(new PrecisionRecall(1, 1), PrecisionRecall.Between(x, x, 1));
        float[][] far = [.. x.Select(v => v.Select(value => value + 100).ToArray())];
        Assert.Equal(new PrecisionRecall(0, 0), PrecisionRecall.Between(x, far, 1));
    }

    [Fact]
    public void The_kernel_distance_has_no_bias_for_small_sets()
    {
        double[] alike =
            [.. Enumerable.Range(0, 40).Select(i => KernelDistance.Between(Vectors(20, 100 + (ulong)i), Vectors(20, 200 + (ulong)i), 1))];
        double deviation = Math.Sqrt(alike.Average(value => value * value) / alike.Length);
        Assert.InRange(alike.Average(), -3 * deviation, 3 * deviation);
        Assert.Contains(alike, value => value < 0);
        Assert.True(KernelDistance.Between(Vectors(20, 1), Vectors(20, 2, shift: 1), 1) > 10 * deviation);
    }

    [Fact]
    public void Sets_that_are_too_small_are_refused()
    {
        Assert.Throws<ArgumentException>(() => FrechetDistance.Between(Vectors(1, 1), Vectors(9, 2)));
        Assert.Throws<ArgumentException>(() => KernelDistance.Between(Vectors(9, 1), Vectors(1, 2), 1));
        Assert.Throws<ArgumentException>(() => PrecisionRecall.Between(Vectors(3, 1), Vectors(9, 2), 1));
    }

    [Fact]
    public void The_classifier_follows_from_its_seed_for_any_number_of_threads_and_sees_what_pictures_show()
    {
        LabelledData images = SmallData.Images(300);
        var one = ImageClassifier.Train(images, new RandomStream(1), threads: 1);
        var two = ImageClassifier.Train(images, new RandomStream(1), threads: 2);
        Assert.Equal(one.Digest, two.Digest);
        Assert.NotEqual(one.Digest, ImageClassifier.Train(images, new RandomStream(2), threads: 1).Digest);
        Assert.InRange(one.Accuracy(images), 0.95, 1);
        float[][] features = one.Look(images).Features;
        Assert.All(features, vector => Assert.Equal(one.Width, vector.Length));
        Assert.NotEqual(features[0], features[1]);
        float[] last = new float[16];
        images.CopyFeatures(299, last);
        Assert.Equal(features[299], one.Look([last]).Features[0]);
    }

    [Fact]
    public void Real_pictures_pass_every_measure_and_noise_none()
    {
        LabelledData training = SmallData.Images(300), test = Part(SmallData.Images(500), 300, 500);
        var classifier = ImageClassifier.Train(training, new RandomStream(1), threads: 2);
        int[] classes = [.. Enumerable.Range(0, 200).Select(test.Label)];
        float[][] real = Pixels(test), noise = [.. real.Select((_, i) => Noise((ulong)i))];
        var good = ImageQuality.Measure(classifier, test, real, classes, threads: 2);
        var bad = ImageQuality.Measure(classifier, test, noise, classes, threads: 2);
        Assert.Equal(new PrecisionRecall(1, 1), good.Manifolds);
        Assert.InRange(good.Frechet, 0, 1e-3);
        Assert.InRange(good.Recognised, 0.95, 1);
        Assert.InRange(bad.Recognised, 0.1, 0.6);
        Assert.True(bad.Frechet > 0.1 && bad.Kernel > good.Kernel);
        Assert.InRange(ImageQuality.TrainOnGenerated(real, classes, training, new RandomStream(3), threads: 2), 0.9, 1);
        Assert.InRange(ImageQuality.TrainOnGenerated(noise, classes, training, new RandomStream(3), threads: 2), 0, 0.8);
    }

    [Fact]
    public void A_generator_that_copies_its_training_is_told_from_one_that_does_not()
    {
        LabelledData all = SmallData.Images(900), training = Part(all, 0, 400), heldOut = Part(all, 400, 500), fresh = Part(all, 500, 900);
        var copied = ImageMemorisation.Measure(training, heldOut, Pixels(training), new RandomStream(1), threads: 2);
        Assert.Equal((1.0, 1.0, 0.0), (copied.MemorisedShare, copied.Copies, copied.DistanceToTraining));
        var honest = ImageMemorisation.Measure(training, heldOut, Pixels(fresh), new RandomStream(1), threads: 1);
        Assert.InRange(honest.MemorisedShare, -3 * honest.StandardError, 3 * honest.StandardError);
        Assert.Equal(0, honest.Copies);
        Assert.InRange(honest.DistanceToTraining / honest.DistanceOfHeldOut, 0.9, 1.1);
        Assert.Equal(honest, ImageMemorisation.Measure(training, heldOut, Pixels(fresh), new RandomStream(1), threads: 2));
        // Half copies are half memorised, however large the held-out part is.
        float[][] half = [.. Pixels(training).Take(200), .. Pixels(fresh).Take(200)];
        Assert.InRange(ImageMemorisation.Measure(training, heldOut, half, new RandomStream(1), 1).MemorisedShare, 0.3, 0.7);
    }

    private static LabelledData Part(LabelledData data, int from, int to) => data.Select([.. Enumerable.Range(from, to - from)]);

    private static float[][] Pixels(LabelledData data) =>
    [
        .. Enumerable.Range(0, data.Count).Select(i =>
        {
            float[] pixels = new float[16];
            data.CopyFeatures(i, pixels);
            return pixels;
        }),
    ];

    private static float[] Noise(ulong seed)
    {
        var random = new RandomStream(seed);
        return [.. Enumerable.Range(0, 16).Select(_ => random.NextSingle())];
    }
}
