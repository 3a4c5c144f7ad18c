using System.Text;
using System.Text.Json;

namespace Tributary.Models;

/// <summary>A vocabulary as llama.cpp knows it: byte-level tokens with their merges, or the number of tokens alone.</summary>
/// <remarks>
/// The tokenizer <c>gpt2</c> writes bytes as visible characters and divides text into words by a pattern with a name (Radford et al.
/// 2019). What is none of these is written as its size: characters of several bytes without merges, other patterns.
/// </remarks>
internal static class GgufVocabulary
{
    private const int NormalToken = 1, ControlToken = 3, UserToken = 4, UnusedToken = 5;

    /// <summary>Writes the values under <c>tokenizer.ggml</c>.</summary>
    /// <param name="writer">Takes them.</param>
    /// <param name="data">What the model was trained on.</param>
    /// <param name="tokens">The rows of the model's table.</param>
    public static void Write(GgufWriter writer, DataShape data, int tokens)
    {
        ITokenizer tokenizer = data.Tokenizer();
        (string Text, int Type)[]? known = tokenizer.VocabularySize != data.VocabularySize ? null
            : tokenizer is BpeTokenizer bpe ? Of(bpe)
            : Of((Vocabulary)tokenizer);
        if (known is null)
        {
            writer.Add("tokenizer.ggml.model", "no_vocab");
            return;
        }
        known = [.. known, .. Enumerable.Range(known.Length, Math.Max(0, tokens - known.Length)).Select(Unused)];
        writer.Add("tokenizer.ggml.model", "gpt2");
        writer.Add("tokenizer.ggml.pre", "gpt-2");
        writer.Add("tokenizer.ggml.tokens", [.. known.Select(token => token.Text)]);
        writer.Add("tokenizer.ggml.token_type", [.. known.Select(token => token.Type)]);
        writer.Add(
            "tokenizer.ggml.merges", [.. ((tokenizer as BpeTokenizer)?.Merges ?? []).Select(merge => $"{merge.Left} {merge.Right}")]);
        writer.Add("tokenizer.ggml.add_bos_token", false);
    }

    private static (string, int)[]? Of(BpeTokenizer tokenizer)
    {
        using JsonDocument file = JsonDocument.Parse(tokenizer.ToJson());
        if (!UsesTheNamedPattern(file.RootElement)) return null;
        Dictionary<int, AddedToken> added = tokenizer.AddedTokens.ToDictionary(token => token.Id);
        return [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(i => tokenizer.TokenText(i) is not { } text ? Unused(i)
            : (text, !added.TryGetValue(i, out AddedToken? token) ? NormalToken : token.Special ? ControlToken : UserToken))];
    }

    private static (string, int) Unused(int token) => ($"[unused{token}]", UnusedToken);

    private static (string, int)[]? Of(Vocabulary vocabulary)
    {
        byte[]? known = vocabulary.IsBytes ? [.. Enumerable.Range(0, 256).Select(value => (byte)value)]
            : Ascii.IsValid(vocabulary.Characters) ? Encoding.ASCII.GetBytes(vocabulary.Characters) : null;
        return known is null ? null : [.. known.Select(value => (ByteAlphabet.CharacterOf(value).ToString(), NormalToken))];
    }

    /// <summary>Whether text is divided by the pattern of GPT-2 and nothing is done to it before.</summary>
    private static bool UsesTheNamedPattern(JsonElement file) =>
        file.GetProperty("normalizer").ValueKind == JsonValueKind.Null
            && file.GetProperty("pre_tokenizer") is { ValueKind: JsonValueKind.Object } division
            && division.GetProperty("type").GetString() == "ByteLevel"
            && !(division.TryGetProperty("add_prefix_space", out JsonElement space) && space.ValueKind == JsonValueKind.True)
            && !(division.TryGetProperty("use_regex", out JsonElement regex) && regex.ValueKind == JsonValueKind.False);
}
