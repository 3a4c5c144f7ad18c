using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>
/// A decoder-only transformer over the tokens of a text: by default GPT-2 with learnt positions, layer norm before each branch, and tanh
/// GELU; with other options Llama, and what lies between.
/// </summary>
/// <remarks>
/// Radford et al. 2019; Touvron et al., arXiv:2302.13971. 4 layers, 4 heads, width 128 and context 64 are nanoGPT's preset for a CPU.
/// </remarks>
public sealed record Gpt : IArchitecture
{
    private const int DecoderChunk = 32;

    /// <summary>The number of blocks; at least one.</summary>
    public int Layers { get; init => field = Hyperparameter.AtLeastOne(value); } = 4;

    /// <summary>The number of attention heads; divides <see cref="Width"/>.</summary>
    public int Heads { get; init => field = Hyperparameter.AtLeastOne(value); } = 4;

    /// <summary>The number of heads of keys and values; divides <see cref="Heads"/>, and is as many where null.</summary>
    public int? KeyValueHeads { get; init => field = value is { } heads ? Hyperparameter.AtLeastOne(heads) : null; }

    /// <summary>The width of the residual stream.</summary>
    public int Width { get; init => field = Hyperparameter.AtLeastOne(value); } = 128;

    /// <summary>
    /// The width between the two layers after attention; where null four times <see cref="Width"/>, and with SwiGLU, which has a third
    /// matrix, 8/3 of it up to the next multiple of 16.
    /// </summary>
    public int? Hidden { get; init => field = value is { } hidden ? Hyperparameter.AtLeastOne(hidden) : null; }

    /// <summary>The number of tokens that a prediction can look back on.</summary>
    public int Context { get; init => field = Hyperparameter.AtLeastOne(value); } = 64;

    /// <summary>How the network knows where a token stands.</summary>
    public GptPositions Positions { get; init; } = GptPositions.Learned;

    /// <summary>With rotary positions, how slowly the last pair of numbers turns; above one.</summary>
    public double RotaryBase
    {
        get;
        init => field = value > 1 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(RotaryBase), value, "RotaryBase must be above 1 and finite.");
    } = 10_000;

    /// <summary>What is normalised with.</summary>
    public GptNorm Norm { get; init; } = GptNorm.Layer;

    /// <summary>What is added before the square root of a norm; above zero.</summary>
    public double Epsilon { get; init => field = Hyperparameter.Positive(value); } = 1e-5;

    /// <summary>What stands between the two layers after attention.</summary>
    public GptActivation Activation { get; init; } = GptActivation.Gelu;

    /// <summary>Whether linear layers, and layer norms, add a learnt vector.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Whether the table of the tokens is also what scores them; otherwise that is a matrix of its own.</summary>
    public bool Tied { get; init; } = true;

    /// <summary>The number of rows of the table; none for as many as the data has tokens, otherwise at least those.</summary>
    public int? Vocabulary { get; init => field = value is { } tokens ? Hyperparameter.AtLeastOne(tokens) : null; }

    /// <summary>The probability with which activations are dropped in training, in [0, 1).</summary>
    public double Dropout { get; init => field = Hyperparameter.BelowOne(value); }

    /// <summary>Where given, the network itself stays as it is, and low-rank additions to it are trained.</summary>
    public LoraAdapter? Adapter { get; init; }

    /// <summary>
    /// A folder with a checkpoint of Hugging Face, from which the layout and the first values are taken; has to be resolved before the
    /// model is built.
    /// </summary>
    public string? From { get; init; }

    /// <summary>The width of a head.</summary>
    public int HeadWidth => Width / Heads;

    internal int HiddenWidth => Hidden ?? (Activation == GptActivation.Gelu ? 4 * Width : (8 * Width / 3 + 15) / 16 * 16);

    internal IReadOnlyList<GptPart> QueryKeyValueParts => Positions == GptPositions.Learned
        ? GptPart.SideBySide(("c_attn", Width + 2 * KeyValueWidth))
        : GptPart.SideBySide(("q_proj", Width), ("k_proj", KeyValueWidth), ("v_proj", KeyValueWidth));

    internal IReadOnlyList<GptPart> AttendedParts => GptPart.SideBySide((Positions == GptPositions.Learned ? "c_proj" : "o_proj", Width));

    internal IReadOnlyList<GptPart> HiddenParts => (Positions, Activation) switch
    {
        (GptPositions.Learned, _) => GptPart.SideBySide(("c_fc", Activation == GptActivation.Gelu ? HiddenWidth : 2 * HiddenWidth)),
        (_, GptActivation.Gelu) => GptPart.SideBySide(("up_proj", HiddenWidth)),
        _ => GptPart.SideBySide(("gate_proj", HiddenWidth), ("up_proj", HiddenWidth)),
    };

    internal IReadOnlyList<GptPart> OutputParts => GptPart.SideBySide((Positions == GptPositions.Learned ? "c_proj" : "down_proj", Width));

    /// <summary>The matrices that have an addition.</summary>
    internal IReadOnlyList<string> Targets =>
        Adapter is null ? []
        : Adapter.Targets is { Count: > 0 } targets ? targets
        : Positions == GptPositions.Learned ? ["c_attn"] : ["q_proj", "v_proj"];

    private int KeyValueWidth => (KeyValueHeads ?? Heads) * HeadWidth;

    /// <inheritdoc/>
    public Model Build(DataShape data, int capacity, RandomStream initialization)
    {
        Check(data);
        var builder = new ParameterBuilder();
        var network = new GptNetwork(this, Vocabulary ?? data.VocabularySize, builder);
        Parameters parameters = builder.Build(initialization);
        var graph = new Graph(capacity);
        Indices input = graph.Index(Context), target = graph.Index(Context);
        Tensor logits = network.Logits(input); // (B, T, V)
        Tensor loss = logits.CrossEntropy(target, out Tensor tokenLosses, out Tensor probabilities);
        return new LanguageModel
        {
            Graph = graph,
            Parameters = parameters,
            Loss = loss,
            Input = input,
            Target = target,
            Logits = logits,
            TokenLosses = tokenLosses,
            Probabilities = probabilities,
            KnownTokens = data.VocabularySize,
            MakeDecoder = () => network.Decoder(Math.Min(DecoderChunk, Context)),
        };
    }

    /// <summary>The builder for what an adapter leaves as it is.</summary>
    internal ParameterBuilder Base(ParameterBuilder builder) => Adapter is null ? builder : builder.Frozen;

    /// <summary>Declares a norm.</summary>
    internal Func<Tensor, Tensor> MakeNorm(ParameterBuilder builder) => Norm == GptNorm.Layer
        ? new LayerNorm(Base(builder), Width, (float)Epsilon, Bias).Forward
        : new RmsNorm(Base(builder), Width, (float)Epsilon).Forward;

    private void Check(DataShape data)
    {
        if (data.VocabularySize == 0)
            throw new DataException("A language model needs text, but the data has features. Use 'text' data, or another model.");
        if ((From ?? Adapter?.From) is not null)
            throw new DataException(
                "The model's layout is in a folder, which is read where a job is planned and is not here. "
                + "Give the layout itself instead of 'from'.");
        if (Vocabulary < data.VocabularySize)
            throw new DataException(
                $"The data has {data.VocabularySize} tokens and the model knows {Vocabulary}. Use the tokens that the model was made for.");
        if (Width % Heads != 0)
            throw new TensorException($"Attention with {Heads} heads: expected a width that is a multiple of them, got {Width}.");
        IEnumerable<GptPart> parts = [.. QueryKeyValueParts, .. AttendedParts, .. HiddenParts, .. OutputParts];
        string[] known = [.. parts.Select(part => part.Name).Distinct()];
        if (Targets.FirstOrDefault(target => !known.Contains(target)) is { } stranger)
            throw new DataException($"The model has no matrix '{stranger}' for an adapter. It has {string.Join(", ", known)}.");
    }
}
