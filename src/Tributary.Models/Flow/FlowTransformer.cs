using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>A small class-conditional transformer over image patches that learns the way from noise to images.</summary>
/// <remarks>
/// Blocks and adaptive layer norm as in DiT (Peebles, Xie, arXiv:2212.09748). Only matrix products, layer norm and softmax: the kernels of
/// a language model.
/// </remarks>
public sealed record FlowTransformer : IArchitecture
{
    /// <summary>The side of a square patch; divides the image's sides.</summary>
    public int Patch { get; init => field = Hyperparameter.AtLeastOne(value); } = 2;

    /// <summary>The number of blocks; at least one.</summary>
    public int Layers { get; init => field = Hyperparameter.AtLeastOne(value); } = 3;

    /// <summary>The number of attention heads; divides <see cref="Width"/>.</summary>
    public int Heads { get; init => field = Hyperparameter.AtLeastOne(value); } = 4;

    /// <summary>The width of the residual stream; even.</summary>
    public int Width { get; init => field = Hyperparameter.AtLeastOne(value); } = 64;

    /// <summary>How often training hides the class, so that sampling can be guided away from the average; in [0, 1).</summary>
    /// <remarks>Ho, Salimans: Classifier-free diffusion guidance, arXiv:2207.12598.</remarks>
    public double HideClass { get; init => field = Hyperparameter.BelowOne(value); } = 0.1;

    /// <summary>What the network predicts.</summary>
    public ImageObjective Objective { get; init; } = ImageObjective.Flow;

    /// <summary>How a diffusion model adds noise; flow matching has no use for it.</summary>
    public NoiseSchedule Noise { get; init; } = NoiseSchedule.Cosine;

    /// <summary>
    /// How much of a running mean of the published models is kept at each, in [0, 1); the mean travels in the model and is what is measured
    /// and sampled from. Null keeps none.
    /// </summary>
    /// <remarks><see cref="ModelAverage"/>.</remarks>
    public double? Average { get; init => field = value is { } decay ? Hyperparameter.BelowOne(decay) : null; }

    /// <inheritdoc/>
    public Model Build(DataShape data, int capacity, RandomStream initialization)
    {
        if (data.Features is not [int height, int width, int depth] || data.Classes < 1)
            throw new DataException(
                "The image generator needs labelled images (height, width, channels), but the examples have shape " +
                $"({string.Join(", ", data.Features)}).");
        if (height % Patch != 0 || width % Patch != 0)
            throw new DataException(
                $"Patches of {Patch} x {Patch} do not tile images of {height} x {width}. Choose a 'patch' that divides both sides.");
        int positions = height / Patch * (width / Patch), pixels = Patch * Patch * depth;

        var builder = new ParameterBuilder();
        Initializer normal = Initializer.Normal(0.5f);
        var patches = new Linear(builder.Scope("patch"), pixels, Width);
        Tensor place = builder.Parameter("position.weight", [positions, Width], normal);
        Tensor classes = builder.Parameter("class.weight", [data.Classes + 1, Width], normal); // the last row is "any class"
        var time1 = new Linear(builder.Scope("time.fc1"), Width, Width);
        var time2 = new Linear(builder.Scope("time.fc2"), Width, Width);
        FlowBlock[] blocks = [.. Enumerable.Range(0, Layers).Select(i => new FlowBlock(builder.Scope($"blocks.{i}"), Width, Heads))];
        var shift = new Linear(builder.Scope("final.shift"), Width, Width, Initializer.Zeros, Initializer.Zeros);
        var scale = new Linear(builder.Scope("final.scale"), Width, Width, Initializer.Zeros, Initializer.Zeros);
        var head = new Linear(builder.Scope("final.head"), Width, pixels, Initializer.Zeros, Initializer.Zeros);
        if (Average is { } decay) builder.KeepAverage(decay);
        Parameters parameters = builder.Build(initialization);

        var graph = new Graph(capacity);
        Tensor noisy = graph.Input(positions, pixels), target = graph.Input(positions, pixels), time = graph.Input();
        Indices label = graph.Index();
        // (B, C)
        Tensor condition = (time2.Forward(time1.Forward(time.SinusoidalEmbedding(Width)).Silu()) + classes.Embedding(label)).Silu();
        Tensor x = patches.Forward(noisy) + place; // (B, P, C)
        foreach (FlowBlock block in blocks) x = block.Forward(x, condition);
        Tensor prediction = head.Forward(x.LayerNorm().Modulate(shift.Forward(condition), scale.Forward(condition))); // (B, P, pixels)
        return new FlowModel
        {
            Graph = graph,
            Parameters = parameters,
            Loss = prediction.MeanSquaredError(target),
            Path = Objective == ImageObjective.Flow ? new StraightPath() : new DiffusionPath(Noise),
            Layout = new PatchLayout(height, width, depth, Patch),
            Classes = data.Classes,
            HideClass = HideClass,
            Noisy = noisy,
            Target = target,
            Time = time,
            Label = label,
            Prediction = prediction,
        };
    }
}
