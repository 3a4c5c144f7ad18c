using Tributary.Tensors;

namespace Tributary.Models.Tests;

public sealed class LanguageModelTests
{
    private const int Context = 4;

    private static LanguageModel Build(TextData text, int capacity) =>
        (LanguageModel)SmallData.Build(new Gpt { Layers = 1, Heads = 1, Width = 8, Context = Context }, text, capacity);

    private static int[] List(LanguageModel model, TextData text, RandomStream? random)
    {
        int[] examples = new int[model.CountExamples(text)];
        model.ListExamples(text, examples, random);
        return examples;
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(9)]
    [InlineData(10)]
    public void Windows_side_by_side_predict_every_token_but_the_first_once(int length)
    {
        TextData text = SmallData.Letters(length);
        LanguageModel model = Build(text, capacity: 10);
        model.Load(text, List(model, text, null), new RandomStream(1));
        int[] target = model.Target.Values.ToArray(), input = model.Input.Values.ToArray();
        Assert.Equal(Enumerable.Range(1, length - 1), target.Where(token => token >= 0));
        // The letters are numbered in order: each is predicted from the one before.
        Assert.All(Enumerable.Range(0, target.Length).Where(i => target[i] >= 0), i => Assert.Equal(target[i] - 1, input[i]));
        Assert.All(target.Skip(length - 1), token => Assert.Equal(-1, token));
    }

    [Fact]
    public void Training_windows_begin_anywhere_and_end_within_the_text()
    {
        TextData text = SmallData.Letters(26);
        LanguageModel model = Build(text, capacity: 10);
        var random = new RandomStream(1);
        var starts = new HashSet<int>();
        for (int pass = 0; pass < 50; pass++)
        {
            int[] examples = List(model, text, random);
            starts.UnionWith(examples);
            Assert.All(examples, start => Assert.InRange(start, 0, 26 - 1 - Context));
            model.Load(text, examples, random);
            Assert.DoesNotContain(-1, model.Target.Values.ToArray());
        }
        Assert.Equal(Enumerable.Range(0, 26 - Context), starts.Order());
    }

    [Fact]
    public void A_text_shorter_than_a_window_is_one_window()
    {
        TextData text = SmallData.Letters(3);
        LanguageModel model = Build(text, capacity: 2);
        Assert.Equal([0], List(model, text, null));
        Assert.Equal([0], List(model, text, new RandomStream(1)));
        model.Load(text, [0], new RandomStream(1));
        Assert.Equal([1, 2, -1, -1], model.Target.Values.ToArray());
        model.Graph.Forward();
        double[] sums = new double[1];
        Assert.Equal(2, model.Score(sums));
        Assert.InRange(sums[0] / 2, 0.5, 2); // about ln 3
    }

    [Fact]
    public void A_text_of_one_token_teaches_nothing_and_breaks_nothing()
    {
        TextData text = SmallData.Letters(1);
        LanguageModel model = Build(text, capacity: 1);
        model.Load(text, List(model, text, new RandomStream(1)), new RandomStream(1));
        model.Graph.Forward();
        model.Graph.Backward(model.Loss);
        double[] sums = new double[1];
        Assert.Equal(0, model.Score(sums));
        Assert.Equal(0, sums[0]);
        Assert.Equal(0, model.Loss.Values[0]);
        Assert.All(model.Parameters.Gradient.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_prediction_does_not_see_what_comes_after()
    {
        TextData text = SmallData.Letters(10);
        LanguageModel model = Build(text, capacity: 1);
        model.Load(text, [0], new RandomStream(1));
        model.Graph.Forward();
        float[] before = model.Logits.Values.ToArray();
        model.Input.Values[3] = 9;
        model.Graph.Forward();
        float[] after = model.Logits.Values.ToArray();
        Assert.Equal(before[..30], after[..30]);
        Assert.NotEqual(before[30..], after[30..]);
    }
}
