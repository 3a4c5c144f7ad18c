using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>A network that predicts the next token at every position of a window of text.</summary>
public sealed class LanguageModel : Model
{
    private static readonly string[] _metricNames = ["loss"];
    private TextDecoder? _decoder;

    /// <summary>(B, T) tokens.</summary>
    public required Indices Input { get; init; }

    /// <summary>(B, T) the token after each; -1 where there is none.</summary>
    public required Indices Target { get; init; }

    /// <summary>(B, T, vocabulary).</summary>
    public required Tensor Logits { get; init; }

    /// <summary>(B, T, vocabulary): the softmax of the scores.</summary>
    public required Tensor Probabilities { get; init; }

    /// <summary>(B, T): the loss of each prediction in nats.</summary>
    public required Tensor TokenLosses { get; init; }

    /// <summary>The tokens that the data has; the model may have room for more, which are never drawn.</summary>
    public required int KnownTokens { get; init; }

    /// <summary>Reads a text piece by piece, with the model's parameters; made when it is first asked for.</summary>
    public TextDecoder Decoder => _decoder ??= MakeDecoder();

    /// <summary>Makes <see cref="Decoder"/>.</summary>
    public required Func<TextDecoder> MakeDecoder { private get; init; }

    /// <summary>The number of tokens in a window.</summary>
    public int Context => Input.Shape[^1];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Metrics => _metricNames;

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Results => [Logits];

    /// <summary>The number of windows side by side that cover the text.</summary>
    public override int CountExamples(Dataset data) => Math.Max(1, (((TextData)data).TokenCount - 2 + Context) / Context);

    /// <summary>The first tokens of windows side by side; in training from a random first token on, and all within the text.</summary>
    public override void ListExamples(Dataset data, Span<int> examples, RandomStream? random)
    {
        int last = random is null ? int.MaxValue : Math.Max(0, ((TextData)data).TokenCount - 1 - Context);
        int first = random?.NextInt(Context) ?? 0;
        for (int i = 0; i < examples.Length; i++) examples[i] = Math.Min(first + i * Context, last);
    }

    /// <summary>Loads the windows that start at the given tokens of the text; what lies behind the end does not count.</summary>
    public override void Load(Dataset data, ReadOnlySpan<int> examples, RandomStream random)
    {
        ReadOnlySpan<int> text = ((TextData)data).Tokens;
        Graph.Batch = examples.Length;
        Span<int> input = Input.Values, target = Target.Values;
        for (int b = 0; b < examples.Length; b++)
            for (int t = 0; t < Context; t++)
            {
                int at = examples[b] + t;
                input[b * Context + t] = at < text.Length ? text[at] : 0;
                target[b * Context + t] = at + 1 < text.Length ? text[at + 1] : -1;
            }
    }

    /// <inheritdoc/>
    public override double Score(Span<double> sums)
    {
        ReadOnlySpan<float> losses = TokenLosses.Values;
        ReadOnlySpan<int> target = Target.Values;
        int counted = 0;
        for (int i = 0; i < target.Length; i++)
        {
            if (target[i] < 0) continue;
            sums[0] += losses[i];
            counted++;
        }
        return counted;
    }
}
