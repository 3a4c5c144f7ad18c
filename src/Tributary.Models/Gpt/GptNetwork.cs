using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>
/// The parameters of a <see cref="Gpt"/>, and the two ways through them: a whole window at once, or a few positions at a time.
/// </summary>
internal sealed class GptNetwork
{
    private readonly Gpt _options;
    private readonly Tensor _tokens;
    private readonly Tensor? _positions, _head;
    private readonly TransformerBlock[] _blocks;
    private readonly Func<Tensor, Tensor> _norm;
    private readonly RotaryTable? _table;

    /// <summary>Declares everything.</summary>
    public GptNetwork(Gpt options, int vocabulary, ParameterBuilder builder)
    {
        _options = options;
        // The initialisation of GPT-2: 0.02, and less for the layers that end a residual branch.
        Initializer normal = Initializer.Normal(0.02f), residual = Initializer.Normal((float)(0.02 / Math.Sqrt(2 * options.Layers)));
        ParameterBuilder own = options.Base(builder);
        _tokens = own.Parameter("wte.weight", [vocabulary, options.Width], normal);
        if (options.Positions == GptPositions.Learned) _positions = own.Parameter("wpe.weight", [options.Context, options.Width], normal);
        else _table = new RotaryTable(options.Context, options.HeadWidth, options.RotaryBase);
        _blocks = [.. Enumerable.Range(0, options.Layers).Select(i =>
            new TransformerBlock(builder.Scope($"h.{i}"), options, normal, residual))];
        _norm = options.MakeNorm(builder.Scope("ln_f"));
        if (!options.Tied) _head = own.Parameter("lm_head.weight", [vocabulary, options.Width], normal);
    }

    /// <summary>Tokens (B, T) to scores of the token after each, (B, T, vocabulary).</summary>
    public Tensor Logits(Indices input)
    {
        Tensor x = _tokens.Embedding(input); // (B, T, C)
        if (_positions is not null) x += _positions;
        x = x.Dropout((float)_options.Dropout);
        foreach (TransformerBlock block in _blocks) x = block.Forward(x, queryKeyValue => Attend(queryKeyValue));
        return Head(x);
    }

    /// <summary>The same a few positions at a time.</summary>
    public TextDecoder Decoder(int chunk)
    {
        var graph = new Graph(chunk);
        var cache = new KeyValueCache(_options.Context);
        Indices input = graph.Index(), places = graph.Index();
        Tensor x = _tokens.Embedding(input); // (T, C)
        if (_positions is not null) x += _positions.Embedding(places);
        foreach (TransformerBlock block in _blocks) x = block.Forward(x, queryKeyValue => AttendCached(queryKeyValue, cache));
        Tensor logits = Head(x);
        graph.Plan(null, x, logits);
        return new TextDecoder(cache, input, places, x, logits);
    }

    private Tensor Head(Tensor x) => _norm(x).MatMulTransposed(_head ?? _tokens);

    private Tensor Attend(Tensor queryKeyValue)
    {
        (int heads, int kept) = (_options.Heads, _options.KeyValueHeads ?? _options.Heads);
        if (_table is not null) queryKeyValue = queryKeyValue.RotaryEmbedding(heads + kept, _table);
        return queryKeyValue.Attention(heads, kept, causal: true);
    }

    private Tensor AttendCached(Tensor queryKeyValue, KeyValueCache cache)
    {
        (int heads, int kept) = (_options.Heads, _options.KeyValueHeads ?? _options.Heads);
        if (_table is not null) queryKeyValue = queryKeyValue.RotaryEmbedding(heads + kept, _table, cache);
        return queryKeyValue.CachedAttention(heads, kept, cache);
    }
}
