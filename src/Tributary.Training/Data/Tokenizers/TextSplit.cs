using Tributary.Models;

namespace Tributary.Training;

/// <summary>Encodes a text, and cuts off its end to measure with.</summary>
internal static class TextSplit
{
    /// <summary>The training part and the test part of a text.</summary>
    /// <param name="corpus">The text.</param>
    /// <param name="tokenizer">Where its tokenizer comes from.</param>
    /// <param name="fraction">The training part's share of the text: of its bytes where tokens are bytes, else of its characters.</param>
    /// <param name="key">Whose documents are wanted, or null for all; tokens are those of the whole text all the same.</param>
    /// <exception cref="DataException">The text cannot be encoded, or one part would be empty.</exception>
    public static DataSplit Of(Corpus corpus, ITokenizerSource tokenizer, double fraction, Func<string, bool>? key = null)
    {
        var parts = new Lazy<(Corpus Train, Corpus Test)>(() => corpus.Cut(fraction));
        ITokenizer made = tokenizer.Make(corpus, () => parts.Value.Train);
        Corpus wanted = key is null ? corpus : corpus.Where(key);
        if (made is Vocabulary)
        {
            (TextData train, TextData test) = wanted.Encode(made).Cut(fraction);
            return new DataSplit(train, test);
        }
        (Corpus first, Corpus second) = key is null ? parts.Value : wanted.Cut(fraction);
        return new DataSplit(first.Encode(made), second.Encode(made));
    }
}
