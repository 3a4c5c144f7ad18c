using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>How much of drawn text is copied from the training, beside how much of it stands in text that was held out.</summary>
/// <param name="Tokens">How many tokens were drawn.</param>
/// <param name="Run">The tokens in a row that make a copy.</param>
/// <param name="Copied">The share of the drawn tokens in a run of that length that the training has.</param>
/// <param name="ChanceCopied">The same of the held-out text: what the language alone repeats, in a shorter text.</param>
/// <param name="Longest">The longest run, in tokens, that the training has too.</param>
/// <param name="LongestHeldOut">The same of the held-out text.</param>
/// <remarks>
/// Lee et al.: Deduplicating training data makes language models better, ACL 2022: 50 tokens in a row. Copies with a changed word
/// are missed where no such run is left.
/// </remarks>
public sealed record TextMemorisation(int Tokens, int Run, double Copied, double ChanceCopied, int Longest, int LongestHeldOut)
{
    /// <summary>The usual tokens in a row.</summary>
    public const int UsualRun = 50;

    /// <summary>Compares pieces of drawn text with both texts.</summary>
    /// <param name="drawn">Pieces, in the tokens of the texts.</param>
    /// <param name="training">What was learnt from.</param>
    /// <param name="heldOut">What was not.</param>
    /// <param name="run">The tokens in a row that make a copy, at least 1.</param>
    public static TextMemorisation Measure(IReadOnlyList<int[]> drawn, TextData training, TextData heldOut, int run = UsualRun)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(run, 1);
        var known = new CopiedRuns(drawn, training);
        var unknown = new CopiedRuns(drawn, heldOut);
        return new TextMemorisation(
            drawn.Sum(piece => piece.Length), run, known.Share(run), unknown.Share(run), known.Longest(), unknown.Longest());
    }

    /// <summary>Draws pieces of text that each begin anew, as <see cref="Measure"/> takes them.</summary>
    /// <param name="model">A language model.</param>
    /// <param name="start">What each piece begins after; not part of it.</param>
    /// <param name="pieces">How many.</param>
    /// <param name="length">Tokens of each.</param>
    /// <param name="random">Decides the draws.</param>
    public static IReadOnlyList<int[]> Draw(LanguageModel model, ReadOnlySpan<int> start, int pieces, int length, RandomStream random)
    {
        var sampler = new TextSampler();
        int[][] drawn = new int[pieces][];
        for (int i = 0; i < pieces; i++) drawn[i] = sampler.Sample(model, start, length, random.Derive("piece", i));
        return drawn;
    }
}
