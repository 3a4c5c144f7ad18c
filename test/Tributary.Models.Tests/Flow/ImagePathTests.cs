using Tributary.Tensors;

namespace Tributary.Models.Tests;

public sealed class ImagePathTests
{
    public static TheoryData<NoiseSchedule> Schedules => [NoiseSchedule.Cosine, NoiseSchedule.Linear];

    private static (float[] Image, float[] Noise) Draw(int count)
    {
        var random = new RandomStream(4);
        float[] noise = new float[count];
        random.FillNormal(noise);
        return ([.. Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1)], noise);
    }

    private static float[] Mix(float image, float noise, (float[] Image, float[] Noise) drawn) =>
        [.. drawn.Image.Zip(drawn.Noise, (i, n) => image * i + noise * n)];

    public static TheoryData<IImagePath> Paths =>
        [new StraightPath(), new DiffusionPath(NoiseSchedule.Cosine), new DiffusionPath(NoiseSchedule.Linear)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void The_right_prediction_leads_from_any_time_to_any_later_one(IImagePath path)
    {
        (float[] Image, float[] Noise) drawn = Draw(50);
        foreach ((double from, double to) in ((double, double)[])[(0.05, 0.5), (0.5, 0.75), (0.05, 1), (0.9, 1)])
        {
            PathPoint start = path.At(from), end = path.At(to);
            float[] x = Mix(start.Image, start.Noise, drawn);
            path.Move(x, Mix(start.TargetImage, start.TargetNoise, drawn), from, to);
            float[] expected = Mix(end.Image, end.Noise, drawn);
            for (int i = 0; i < x.Length; i++) Assert.Equal(expected[i], x[i], 2e-4f);
        }
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Diffusion_keeps_the_variance_and_ends_at_the_image(NoiseSchedule schedule)
    {
        var path = new DiffusionPath(schedule);
        float before = -1;
        for (int k = 1000; k >= 0; k--)
        {
            PathPoint at = path.At(1 - k / 1000.0);
            Assert.Equal(1, at.Image * at.Image + at.Noise * at.Noise, 1e-6f);
            Assert.True(at.Image > before);
            before = at.Image;
        }
        Assert.Equal(new PathPoint(1, 0, 0, 1), path.At(1));
        Assert.InRange(path.At(0).Image, 0, 0.01f);
        Assert.Equal(0, path.Time(0.99999994f), 1e-12);
        Assert.Equal(0.999, path.Time(0), 1e-12);
    }

    [Fact]
    public void The_schedules_are_those_of_their_papers()
    {
        double Cosine(double k) => Math.Pow(Math.Cos((k / 1000 + 0.008) / 1.008 * Math.PI / 2), 2);
        (DiffusionPath cosine, DiffusionPath linear) = (new(NoiseSchedule.Cosine), new(NoiseSchedule.Linear));
        double kept = 1;
        for (int k = 1; k <= 900; k++)
        {
            kept *= 1 - (1e-4 + (0.02 - 1e-4) * (k - 1) / 999);
            Assert.Equal(Cosine(k) / Cosine(0), Math.Pow(cosine.At(1 - k / 1000.0).Image, 2), 1e-6);
            Assert.Equal(kept, Math.Pow(linear.At(1 - k / 1000.0).Image, 2), 1e-6);
        }
    }

    [Fact]
    public void Ancestral_steps_have_the_mean_and_the_variance_of_the_posterior()
    {
        // Ho et al., equation 7: x_(k-1) given x_k and x_0.
        const int K = 400, Count = 40_000;
        const float Image = 0.3f, Noise = -0.8f;
        double Kept(int k) => Math.Pow(new DiffusionPath(NoiseSchedule.Linear).At(1 - k / 1000.0).Image, 2);
        (double kept, double next) = (Kept(K), Kept(K - 1));
        double variance = 1 - kept / next, start = Math.Sqrt(kept) * Image + Math.Sqrt(1 - kept) * Noise;
        double mean = Math.Sqrt(next) * variance / (1 - kept) * Image + Math.Sqrt(1 - variance) * (1 - next) / (1 - kept) * start;
        float[] x = new float[Count], prediction = new float[Count];
        Array.Fill(x, (float)start);
        Array.Fill(prediction, Noise);
        new DiffusionPath(NoiseSchedule.Linear).Move(x, prediction, 1 - K / 1000.0, 1 - (K - 1) / 1000.0, new RandomStream(1));
        Assert.Equal(mean, x.Average(value => (double)value), 5 * Math.Sqrt(variance / Count));
        double found = x.Average(value => (value - mean) * (value - mean));
        Assert.Equal(1, found / ((1 - next) / (1 - kept) * variance), 0.05);
    }

    [Fact]
    public void Flow_matching_has_no_ancestors() =>
        Assert.Throws<ArgumentException>(() => new StraightPath().Move(new float[2], new float[2], 0, 0.1, new RandomStream(1)));
}
