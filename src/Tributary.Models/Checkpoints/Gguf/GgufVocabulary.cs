using System.Text;

namespace Tributary.Models;

/// <summary>A vocabulary as llama.cpp knows it: byte-level tokens without merges, or the number of tokens alone.</summary>
/// <remarks>
/// The tokenizer <c>gpt2</c> writes bytes as visible characters (Radford et al. 2019). A character of several bytes would need merges,
/// which need tokens that the model does not have: such a vocabulary is written as its size.
/// </remarks>
internal static class GgufVocabulary
{
    private const int NormalToken = 1, UnusedToken = 5;

    /// <summary>Writes the values under <c>tokenizer.ggml</c>.</summary>
    /// <param name="writer">Takes them.</param>
    /// <param name="data">What the model was trained on.</param>
    /// <param name="tokens">The rows of the model's table.</param>
    public static void Write(GgufWriter writer, DataShape data, int tokens)
    {
        Vocabulary vocabulary = data.Vocabulary();
        byte[]? known = vocabulary.Size != data.VocabularySize ? null
            : vocabulary.IsBytes ? [.. Enumerable.Range(0, 256).Select(value => (byte)value)]
            : Ascii.IsValid(vocabulary.Characters) ? Encoding.ASCII.GetBytes(vocabulary.Characters) : null;
        if (known is null)
        {
            writer.Add("tokenizer.ggml.model", "no_vocab");
            return;
        }
        int unused = Math.Max(0, tokens - known.Length);
        writer.Add("tokenizer.ggml.model", "gpt2");
        writer.Add("tokenizer.ggml.pre", "gpt-2");
        writer.Add("tokenizer.ggml.tokens",
            [.. known.Select(value => Visible(value).ToString()), .. Enumerable.Range(known.Length, unused).Select(i => $"[unused{i}]")]);
        writer.Add("tokenizer.ggml.token_type",
            [.. Enumerable.Repeat(NormalToken, known.Length), .. Enumerable.Repeat(UnusedToken, unused)]);
        writer.Add("tokenizer.ggml.merges", System.Array.Empty<string>());
        writer.Add("tokenizer.ggml.add_bos_token", false);
    }

    /// <summary>Printable bytes of Latin-1 stand for themselves, the others in their order for characters from U+0100 on.</summary>
    private static char Visible(byte value)
    {
        if (IsPrintable(value)) return (char)value;
        int others = 0;
        for (int i = 0; i < value; i++)
            if (!IsPrintable((byte)i)) others++;
        return (char)(0x100 + others);
    }

    private static bool IsPrintable(byte value) => value is (>= 0x21 and <= 0x7E) or (>= 0xA1 and <= 0xAC) or >= 0xAE;
}
