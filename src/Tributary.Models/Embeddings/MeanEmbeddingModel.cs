using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>A network that turns random codes into images whose mean Fourier features are given, class by class.</summary>
/// <remarks>
/// Its objective is the squared distance of means; what it is measured by on real images is one minus the Gaussian kernel between each and
/// an image drawn of its class.
/// </remarks>
public sealed class MeanEmbeddingModel : Model, IImageGenerator
{
    private static readonly string[] _metricNames = ["loss"];

    private float[] _real = [];

    /// <summary>What was asked for.</summary>
    public required DpMerf Architecture { get; init; }

    /// <summary>The shape of the data.</summary>
    public required DataShape Shape { get; init; }

    /// <summary>(B, code): normal numbers.</summary>
    public required Tensor Codes { get; init; }

    /// <summary>The class of each image.</summary>
    public required Indices Label { get; init; }

    /// <summary>(B, features): the images, values in [0, 1].</summary>
    public required Tensor Images { get; init; }

    /// <summary>(features, frequencies); the same for the same seed, and not trained.</summary>
    public required Tensor Frequencies { get; init; }

    /// <summary>(classes, 2 frequencies): the means that the images of each class shall have.</summary>
    public required Tensor Means { get; init; }

    /// <inheritdoc/>
    public string Sampling => "one pass of the network for each image";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Metrics => _metricNames;

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Results => [Images];

    /// <summary>Loads real images to be measured against; an image of the same class is drawn for each.</summary>
    public override void Load(Dataset data, ReadOnlySpan<int> examples, RandomStream random)
    {
        var labelled = (LabelledData)data;
        Graph.Batch = examples.Length;
        int features = Shape.FeatureCount;
        if (_real.Length < examples.Length * features) _real = new float[Graph.Capacity * features];
        for (int i = 0; i < examples.Length; i++)
        {
            labelled.CopyFeatures(examples[i], _real.AsSpan(i * features, features));
            Label.Values[i] = labelled.Label(examples[i]);
        }
        random.FillNormal(Codes.Values);
    }

    /// <inheritdoc/>
    public override double Score(Span<double> sums)
    {
        ReadOnlySpan<float> images = Images.Values;
        double[] widths = [.. Architecture.LengthScales.Select(share => 2 * share * share * Shape.FeatureCount)];
        for (int i = 0; i < Graph.Batch; i++)
        {
            double square = 0;
            for (int j = i * Shape.FeatureCount; j < (i + 1) * Shape.FeatureCount; j++)
                square += (images[j] - _real[j]) * (double)(images[j] - _real[j]);
            sums[0] += 1 - widths.Average(width => Elementary.Exp(-square / width));
        }
        return Graph.Batch;
    }

    /// <inheritdoc/>
    public float[][] Draw(ReadOnlySpan<int> classes, RandomStream random)
    {
        float[][] images = new float[classes.Length][];
        Graph.Training = false;
        for (int start = 0; start < classes.Length; start += Graph.Capacity)
        {
            Graph.Batch = Math.Min(Graph.Capacity, classes.Length - start);
            classes.Slice(start, Graph.Batch).CopyTo(Label.Values);
            random.FillNormal(Codes.Values);
            Graph.Forward(Images);
            for (int i = 0; i < Graph.Batch; i++)
                images[start + i] = Images.Values.Slice(i * Shape.FeatureCount, Shape.FeatureCount).ToArray();
        }
        return images;
    }
}
