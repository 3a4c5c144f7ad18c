using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training.Tests;

public sealed class TextMemorisationTests
{
    private static TextData Text(string text) =>
        new(Vocabulary.Bytes, Vocabulary.Bytes.Encode(text), new TextDocument("all", 0, text.Length));

    private static int[] Tokens(string text) => Vocabulary.Bytes.Encode(text);

    [Fact]
    public void Counts_what_stands_in_long_runs_of_the_training_word_for_word()
    {
        TextData training = Text("the quick brown fox jumps over the lazy dog"), heldOut = Text("a slow green fox sleeps under it all day");
        var memory = TextMemorisation.Measure([Tokens("xx brown fox yy"), Tokens("fox sleeps")], training, heldOut, run: 6);
        Assert.Equal(25, memory.Tokens);
        Assert.Equal(11.0 / 25, memory.Copied); // " brown fox "; of "fox sleeps" the training has only "fox "
        Assert.Equal(16.0 / 25, memory.ChanceCopied); // "fox sleeps" and, of "brown fox ", "n fox "
        Assert.Equal((11, 10), (memory.Longest, memory.LongestHeldOut));
    }

    [Fact]
    public void Finds_what_comparing_every_place_with_every_place_finds()
    {
        var random = new RandomStream(3);
        for (int trial = 0; trial < 30; trial++)
        {
            int[] text = [.. Enumerable.Range(0, 120).Select(_ => random.NextInt(2))];
            int[][] drawn = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 20).Select(_ => random.NextInt(2)).ToArray())];
            var training = new TextData(Vocabulary.Bytes, text, new TextDocument("all", 0, text.Length));
            for (int run = 1; run <= 9; run += 2)
            {
                bool Has(int[] piece, int start) =>
                    Enumerable.Range(0, text.Length - run + 1).Any(at => text.AsSpan(at, run).SequenceEqual(piece.AsSpan(start, run)));
                double covered = drawn.Sum(piece => Enumerable.Range(0, piece.Length).Count(token => Enumerable.Range(0, piece.Length - run + 1)
                    .Any(start => start <= token && token < start + run && Has(piece, start))));
                Assert.Equal(covered / 60, TextMemorisation.Measure(drawn, training, training, run).Copied);
            }
        }
    }

    [Fact]
    public void A_text_shorter_than_a_run_and_nothing_drawn_have_no_copies()
    {
        Assert.Equal(0, TextMemorisation.Measure([Tokens("short")], Text("short"), Text("short")).Copied);
        Assert.Equal(5, TextMemorisation.Measure([Tokens("short")], Text("short"), Text("short")).Longest);
        var nothing = TextMemorisation.Measure([], Text("short"), Text("short"));
        Assert.Equal((0, 0), (nothing.Copied, nothing.Longest));
    }
}
