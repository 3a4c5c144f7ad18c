using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>A velocity field from noise to images, trained by conditional flow matching on straight paths.</summary>
/// <remarks>
/// x_t = (1 - t) x_0 + t x_1 with x_0 normal noise and x_1 an image in [-1, 1]; the target is x_1 - x_0
/// (Lipman et al., arXiv:2210.02747; Liu et al., arXiv:2209.03003).
/// </remarks>
public sealed class FlowModel : Model, IImageGenerator
{
    // Sines of times up to 1000 tell neighbouring steps apart, as in diffusion models.
    private const double TimeScale = 1000;

    private static readonly string[] _metricNames = ["loss"];
    private static readonly FlowSampler _sampler = new();

    /// <summary>The order of pixels in the tensors below.</summary>
    public required PatchLayout Layout { get; init; }

    /// <summary>The number of classes; the label after the last means "any".</summary>
    public required int Classes { get; init; }

    /// <summary>How often training hides the class.</summary>
    public required double HideClass { get; init; }

    /// <summary>(B, patches, pixels): x_t.</summary>
    public required Tensor Noisy { get; init; }

    /// <summary>(B, patches, pixels): x_1 - x_0.</summary>
    public required Tensor Velocity { get; init; }

    /// <summary>(B): 1000 t.</summary>
    public required Tensor Time { get; init; }

    /// <summary>The class of each image.</summary>
    public required Indices Label { get; init; }

    /// <summary>(B, patches, pixels): the velocity that the network predicts.</summary>
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
            float t = random.NextSingle();
            SetTime(b, t);
            Label.Values[b] = random.NextDouble() < HideClass ? Classes : labelled.Label(examples[b]);
            Span<float> noisy = Noisy.Values.Slice(b * Layout.Count, Layout.Count),
                velocity = Velocity.Values.Slice(b * Layout.Count, Layout.Count);
            for (int i = 0; i < noisy.Length; i++)
            {
                float noise = (float)random.NextNormal(), pixel = 2 * image[Layout.PixelOf[i]] - 1;
                noisy[i] = (1 - t) * noise + t * pixel;
                velocity[i] = pixel - noise;
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
