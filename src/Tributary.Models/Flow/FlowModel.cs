using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>A network that says how to get from noise to images: a velocity, or the noise that is in a noisy image.</summary>
/// <remarks>What it sees and is to predict is decided by <see cref="Path"/>; noise is normal, and images are in [-1, 1].</remarks>
public sealed class FlowModel : Model, IImageGenerator
{
    // Sines of times up to 1000 tell neighbouring steps apart, as in diffusion models.
    private const double TimeScale = 1000;

    private static readonly string[] _metricNames = ["loss"];
    private static readonly FlowSampler _sampler = new();

    /// <summary>The way from noise to images.</summary>
    public required IImagePath Path { get; init; }

    /// <summary>The order of pixels in the tensors below.</summary>
    public required PatchLayout Layout { get; init; }

    /// <summary>The number of classes; the label after the last means "any".</summary>
    public required int Classes { get; init; }

    /// <summary>How often training hides the class.</summary>
    public required double HideClass { get; init; }

    /// <summary>(B, patches, pixels): what the network sees.</summary>
    public required Tensor Noisy { get; init; }

    /// <summary>(B, patches, pixels): what it is to predict.</summary>
    public required Tensor Target { get; init; }

    /// <summary>(B): 1000 t.</summary>
    public required Tensor Time { get; init; }

    /// <summary>The class of each image.</summary>
    public required Indices Label { get; init; }

    /// <summary>(B, patches, pixels): what it predicts.</summary>
    public required Tensor Prediction { get; init; }

    /// <inheritdoc/>
    public string Sampling => $"{_sampler.Steps} Euler steps, guidance {_sampler.Guidance:0.#}";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Metrics => _metricNames;

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Results => [Prediction];

    /// <summary>Loads images with fresh times and noise; features in [0, 1] become [-1, 1].</summary>
    public override void Load(Dataset data, ReadOnlySpan<int> examples, RandomStream random)
    {
        var labelled = (LabelledData)data;
        Graph.Batch = examples.Length;
        Span<float> image = stackalloc float[Layout.Count];
        for (int b = 0; b < examples.Length; b++)
        {
            labelled.CopyFeatures(examples[b], image);
            double t = Path.Time(random.NextSingle());
            PathPoint at = Path.At(t);
            SetTime(b, t);
            Label.Values[b] = random.NextDouble() < HideClass ? Classes : labelled.Label(examples[b]);
            Span<float> noisy = Noisy.Values.Slice(b * Layout.Count, Layout.Count),
                target = Target.Values.Slice(b * Layout.Count, Layout.Count);
            for (int i = 0; i < noisy.Length; i++)
            {
                float noise = (float)random.NextNormal(), pixel = 2 * image[Layout.PixelOf[i]] - 1;
                noisy[i] = at.Noise * noise + at.Image * pixel;
                target[i] = at.TargetImage * pixel + at.TargetNoise * noise;
            }
        }
    }

    /// <inheritdoc/>
    public float[][] Draw(ReadOnlySpan<int> classes, RandomStream random) => _sampler.Sample(this, classes, random);

    /// <summary>Sets the time of example <paramref name="index"/>, from 0 (noise) to 1 (image).</summary>
    public void SetTime(int index, double t) => Time.Values[index] = (float)(t * TimeScale);

    /// <inheritdoc/>
    public override double Score(Span<double> sums)
    {
        sums[0] += Loss.Values[0] * (double)Graph.Batch;
        return Graph.Batch;
    }
}
