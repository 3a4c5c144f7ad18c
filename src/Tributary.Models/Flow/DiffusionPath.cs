using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>A thousand steps from noise to the image, whose noise the network predicts.</summary>
/// <remarks>
/// x_k = sqrt(a_k) x_0 + sqrt(1 - a_k) e at step k from 1000 (noise) to 0 (the image), which is time 1 - k / 1000; the target is e
/// (Ho, Jain, Abbeel, arXiv:2006.11239, equations 4 and 14). Walked as in Song, Meng, Ermon: Denoising diffusion implicit models,
/// arXiv:2010.02502, equation 12: without chance that is DDIM, with it (eta = 1) the ancestral sampler of DDPM. The image that a prediction
/// implies is kept within [-1, 1].
/// </remarks>
public sealed class DiffusionPath : IImagePath
{
    private const int Steps = 1000;
    private const double First = 1e-4, Last = 0.02, Offset = 0.008, LargestVariance = 0.999;

    private readonly double[] _kept = new double[Steps + 1];

    /// <summary>A path whose noise grows as a schedule says.</summary>
    public DiffusionPath(NoiseSchedule schedule)
    {
        _kept[0] = 1;
        for (int k = 1; k <= Steps; k++)
        {
            double variance = schedule == NoiseSchedule.Linear
                ? First + (Last - First) * (k - 1) / (Steps - 1)
                : Math.Min(LargestVariance, 1 - Cosine(k) / Cosine(k - 1));
            _kept[k] = _kept[k - 1] * (1 - variance);
        }
    }

    /// <inheritdoc/>
    public double Time(float uniform) => 1 - (1 + (int)((double)uniform * Steps)) / (double)Steps;

    /// <inheritdoc/>
    public PathPoint At(double time)
    {
        double kept = Kept(time);
        return new((float)Math.Sqrt(kept), (float)Math.Sqrt(1 - kept), 0, 1);
    }

    /// <inheritdoc/>
    public void Move(Span<float> x, ReadOnlySpan<float> prediction, double from, double to, RandomStream? chance = null)
    {
        double kept = Kept(from), next = Kept(to);
        // With chance, so much of the noise at the next step is new.
        double fresh = chance is null ? 0 : Math.Sqrt((1 - next) / (1 - kept) * Math.Max(0, 1 - kept / next));
        double old = Math.Sqrt(Math.Max(0, 1 - next - fresh * fresh));
        (double image, double noise, double nextImage) = (Math.Sqrt(kept), Math.Sqrt(1 - kept), Math.Sqrt(next));
        for (int i = 0; i < x.Length; i++)
        {
            double implied = Math.Clamp((x[i] - noise * prediction[i]) / image, -1, 1);
            double left = (x[i] - image * implied) / noise; // the prediction, where the image was within its range
            double moved = nextImage * implied + old * left;
            if (fresh > 0) moved += fresh * chance!.NextNormal();
            x[i] = (float)moved;
        }
    }

    /// <summary>How much of the image's variance is left.</summary>
    private double Kept(double time) => _kept[Math.Clamp((int)Math.Round((1 - time) * Steps), 0, Steps)];

    private static double Cosine(int k)
    {
        double cosine = Elementary.Cos(((double)k / Steps + Offset) / (1 + Offset) * (Math.PI / 2));
        return cosine * cosine;
    }
}
