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
    /// <param name="each">Whether the end of every document is set apart, instead of the end of the text.</param>
    /// <exception cref="DataException">The text cannot be encoded, or one part would be empty.</exception>
    public static DataSplit Of(
        Corpus corpus, ITokenizerSource tokenizer, double fraction, Func<string, bool>? key = null, bool each = false)
    {
        var parts = new Lazy<(Corpus Train, Corpus Test)>(() => Cut(corpus));
        ITokenizer made = tokenizer.Make(corpus, () => parts.Value.Train);
        Corpus wanted = key is null ? corpus : corpus.Where(key);
        if (made is Vocabulary && !each)
        {
            (TextData train, TextData test) = wanted.Encode(made).Cut(fraction);
            return new DataSplit(train, test);
        }
        (Corpus first, Corpus second) = key is null ? parts.Value : Cut(wanted);
        return new DataSplit(first.Encode(made), second.Encode(made));

        (Corpus, Corpus) Cut(Corpus whole) => each ? whole.CutEach(fraction) : whole.Cut(fraction);
    }
}
