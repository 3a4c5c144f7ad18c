using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Reads a text piece by piece and says what may come next; what it has read is not computed again.</summary>
/// <remarks>
/// Looks into the parameters of its <see cref="LanguageModel"/>. The scores have the bits that the model computes for the whole text at
/// once. Used by one thread at a time.
/// </remarks>
public sealed class TextDecoder
{
    private readonly KeyValueCache _cache;
    private readonly Indices _input, _places;
    private readonly Tensor _hidden, _logits;

    internal TextDecoder(KeyValueCache cache, Indices input, Indices places, Tensor hidden, Tensor logits)
    {
        _cache = cache;
        _input = input;
        _places = places;
        _hidden = hidden;
        _logits = logits;
    }

    /// <summary>The most tokens that can be read before <see cref="Clear"/>.</summary>
    public int Context => _cache.Capacity;

    /// <summary>The tokens that have been read.</summary>
    public int Length => _cache.Length;

    internal Graph Graph => _input.Graph;

    /// <summary>Forgets what has been read; also to be called when the model has other parameters.</summary>
    public void Clear() => _cache.Clear();

    /// <summary>Reads more of the text.</summary>
    /// <param name="tokens">At least one, and no more than there is room for.</param>
    /// <returns>(vocabulary): the scores of the token after the last; valid until the next call.</returns>
    /// <exception cref="TensorException">There is no room for so many, or a number is no token.</exception>
    public ReadOnlySpan<float> Read(ReadOnlySpan<int> tokens)
    {
        if (tokens.IsEmpty) throw new TensorException("Expected at least one token to read, got none.");
        if (tokens.Length > Context - Length)
            throw new TensorException(
                $"{Length} of {Context} tokens have been read, and there is no room for {tokens.Length} more. "
                + "Clear, and read the last ones.");
        // Nobody asks what follows the tokens before the last: the largest product, with the vocabulary, is computed once.
        for (ReadOnlySpan<int> rest = tokens[..^1]; !rest.IsEmpty;)
        {
            int count = Math.Min(rest.Length, Graph.Capacity);
            Pass(rest[..count], _hidden);
            rest = rest[count..];
        }
        Pass(tokens[^1..], _logits);
        return _logits.Values;
    }

    private void Pass(ReadOnlySpan<int> tokens, Tensor until)
    {
        Graph.Batch = tokens.Length;
        tokens.CopyTo(_input.Values);
        for (int i = 0; i < tokens.Length; i++) _places.Values[i] = _cache.Length + i;
        Graph.Forward(until);
        _cache.Advance(tokens.Length);
    }
}
