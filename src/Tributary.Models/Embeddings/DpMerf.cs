using System.Runtime.CompilerServices;
using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>
/// A generator of images made of one sum over sites: the mean random Fourier features of each class, with noise; the network that draws
/// images of the same means is trained on those alone.
/// </summary>
/// <remarks>
/// Harder, Adamczewski, Park: DP-MERF, differentially private mean embeddings with random features for practical privacy-preserving data
/// generation. AISTATS 2021, arXiv:2002.11603, section 4.
/// </remarks>
public sealed record DpMerf : IArchitecture
{
    /// <summary>The number of random frequencies; each gives two features, a cosine and a sine.</summary>
    public int Frequencies { get; init => field = Hyperparameter.AtLeastOne(value); } = 1000;

    /// <summary>The distances at which images are told apart, as shares of the diagonal from all black to all white; above zero.</summary>
    /// <remarks>Frequencies take turns with them. They must not be chosen by looking at the sites' images.</remarks>
    public IReadOnlyList<double> LengthScales { get; init => field = Scales(value); } = [0.23, 0.36, 0.55];

    /// <summary>The number of random numbers that an image is made from.</summary>
    public int Code { get; init => field = Hyperparameter.AtLeastOne(value); } = 5;

    /// <summary>The widths of the generator's hidden layers.</summary>
    public IReadOnlyList<int> Hidden { get; init => field = Hyperparameter.EachAtLeastOne(value); } = [200, 200];

    /// <summary>The number of steps in which the coordinator trains the generator.</summary>
    public int Steps { get; init => field = Hyperparameter.AtLeastOne(value); } = 4000;

    /// <summary>How many images of each class a step draws; at least two.</summary>
    public int Batch { get; init => field = AtLeastTwo(value); } = 50;

    /// <summary>The rate of the first step, above zero; it falls along half a cosine wave.</summary>
    public double LearningRate { get; init => field = Hyperparameter.Positive(value); } = 5e-3;

    /// <summary>The epsilon of differential privacy for one image, or null for none.</summary>
    public double? Epsilon { get; init => field = value is { } epsilon ? Hyperparameter.Positive(epsilon) : null; }

    /// <summary>The delta that belongs to it.</summary>
    public double Delta { get; init => field = Hyperparameter.BelowOne(value); } = 1e-5;

    /// <summary>Whether noise comes from the operating system's generator also where the run could be repeated.</summary>
    public bool SecretNoise { get; init; }

    /// <inheritdoc/>
    public Model Build(DataShape data, int capacity, RandomStream initialization)
    {
        if (data.Features is not [_, _, _] || data.Classes < 1)
            throw new DataException(
                "The image generator needs labelled images (height, width, channels), but the examples have shape " +
                $"({string.Join(", ", data.Features)}).");
        var builder = new ParameterBuilder();
        int[] widths = [.. Hidden, data.FeatureCount];
        var code = new Linear(builder.Scope("code"), Code, widths[0]);
        Tensor classes = builder.Parameter("class.weight", [data.Classes, code.Weight.Shape[1]], Initializer.Normal(0.3f));
        LayerNorm[] norms = [.. Hidden.Select((width, i) => new LayerNorm(builder.Scope($"norm{i + 1}"), width))];
        Linear[] layers = [.. Hidden.Select((width, i) => new Linear(builder.Scope($"fc{i + 1}"), width, widths[i + 1]))];
        Parameters parameters = builder.Build(initialization);

        // The same for every site and the coordinator, and no part of the model: what is published are the generator's tensors.
        var fixedTensors = new ParameterBuilder();
        Tensor frequencies = fixedTensors.Buffer("frequencies", [data.FeatureCount, Frequencies], Initializer.Normal(1));
        Tensor means = fixedTensors.Buffer("means", [data.Classes, 2 * Frequencies], Initializer.Zeros);
        fixedTensors.Build(initialization);
        ScaleColumns(frequencies.Values, data.FeatureCount);

        var graph = new Graph(capacity);
        Tensor codes = graph.Input(Code);
        Indices label = graph.Index();
        Tensor x = code.Forward(codes) + classes.Embedding(label); // (B, C)
        for (int i = 0; i < layers.Length; i++) x = layers[i].Forward(norms[i].Forward(x).Relu());
        Tensor images = x.Sigmoid(); // (B, features)
        Tensor distance = images.MatMul(frequencies).FourierFeatures().ClassMeanDistance(label, means);
        return new MeanEmbeddingModel
        {
            Graph = graph,
            Parameters = parameters,
            Loss = distance * (1f / Frequencies),
            Architecture = this,
            Shape = data,
            Codes = codes,
            Label = label,
            Images = images,
            Frequencies = frequencies,
            Means = means,
        };
    }

    /// <summary>Frequency i is normal with the inverse of its distance as deviation: a Gaussian kernel of that width.</summary>
    private void ScaleColumns(Span<float> frequencies, int features)
    {
        float[] factors = [.. LengthScales.Select(share => (float)(1 / (share * Math.Sqrt(features))))];
        for (int i = 0; i < frequencies.Length; i++) frequencies[i] *= factors[i % Frequencies % factors.Length];
    }

    private static IReadOnlyList<double> Scales(IReadOnlyList<double> shares, [CallerMemberName] string name = "") =>
        shares.Count > 0 && shares.All(share => share is > 0 and <= 10)
            ? shares
            : throw new ArgumentOutOfRangeException(name, "must be one or more numbers above 0 and up to 10");

    private static int AtLeastTwo(int batch, [CallerMemberName] string name = "") => batch >= 2
        ? batch
        : throw new ArgumentOutOfRangeException(name, "must be at least 2: a class with a single image has no spread");
}
