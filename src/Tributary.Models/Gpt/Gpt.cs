using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>
/// A decoder-only transformer over characters or bytes with learnt positions, layer norm before each branch, and tanh GELU.
/// </summary>
/// <remarks>
/// The layout of GPT-2 (Radford et al. 2019); 4 layers, 4 heads, width 128 and context 64 are nanoGPT's preset for a CPU.
/// </remarks>
public sealed record Gpt : IArchitecture
{
    /// <summary>The number of blocks; at least one.</summary>
    public int Layers { get; init => field = Hyperparameter.AtLeastOne(value); } = 4;

    /// <summary>The number of attention heads; divides <see cref="Width"/>.</summary>
    public int Heads { get; init => field = Hyperparameter.AtLeastOne(value); } = 4;

    /// <summary>The width of the residual stream.</summary>
    public int Width { get; init => field = Hyperparameter.AtLeastOne(value); } = 128;

    /// <summary>The number of tokens that a prediction can look back on.</summary>
    public int Context { get; init => field = Hyperparameter.AtLeastOne(value); } = 64;

    /// <summary>The probability with which activations are dropped in training, in [0, 1).</summary>
    public double Dropout { get; init => field = Hyperparameter.BelowOne(value); }

    /// <inheritdoc/>
    public Model Build(DataShape data, int capacity, RandomStream initialization)
    {
        if (data.VocabularySize == 0)
            throw new DataException("A language model needs text, but the data has features. Use 'text' data, or another model.");
        var builder = new ParameterBuilder();
        // The initialisation of GPT-2: 0.02, and less for the layers that end a residual branch.
        Initializer normal = Initializer.Normal(0.02f), residual = Initializer.Normal((float)(0.02 / Math.Sqrt(2 * Layers)));
        Tensor tokens = builder.Parameter("wte.weight", [data.VocabularySize, Width], normal);
        Tensor positions = builder.Parameter("wpe.weight", [Context, Width], normal);
        TransformerBlock[] blocks = [.. Enumerable.Range(0, Layers).Select(i =>
            new TransformerBlock(builder.Scope($"h.{i}"), Width, Heads, normal, residual, (float)Dropout))];
        var final = new LayerNorm(builder.Scope("ln_f"), Width);
        Parameters parameters = builder.Build(initialization);

        var graph = new Graph(capacity);
        Indices input = graph.Index(Context), target = graph.Index(Context);
        Tensor x = (tokens.Embedding(input) + positions).Dropout((float)Dropout); // (B, T, C)
        foreach (TransformerBlock block in blocks) x = block.Forward(x);
        Tensor logits = final.Forward(x).MatMulTransposed(tokens); // (B, T, V)
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
        };
    }
}
