using Tributary.Models;
using Tributary.Models.Tests;
using Tributary.Tensors;

namespace Tributary.Training.Tests;

public sealed class EvaluatorTests
{
    private static readonly Dictionary<string, Dataset> _data = new()
    {
        ["mlp"] = SmallData.Rows(250),
        ["cnn"] = SmallData.Images(250),
        ["flow"] = SmallData.Images(250),
        ["gpt"] = SmallData.Text(string.Concat(Enumerable.Repeat("abcdefghi", 101)) + "ab"),
    };

    private static Model Build(string name) => SmallData.Build(SmallModels.All[name].Architecture, _data[name], Evaluator.ChunkSize);

    private static IReadOnlyDictionary<string, double> Evaluate(string name, int threads) =>
        new Evaluator(new Pool<Model>(() => Build(name)), threads).Evaluate(Parameters(name), _data[name]);

    private static ParameterSet Parameters(string name)
    {
        ParameterSet parameters = Build(name).Parameters.ToSet();
        var random = new RandomStream(4);
        foreach (ref float value in parameters.Trainable) value += 0.1f * (float)random.NextNormal();
        return parameters;
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    [InlineData("flow")]
    [InlineData("gpt")]
    public void The_figures_do_not_depend_on_the_number_of_threads(string name)
    {
        IReadOnlyDictionary<string, double> one = Evaluate(name, 1);
        Assert.Equal(one, Evaluate(name, 3));
        Assert.Equal(one, Evaluate(name, 16)); // more than there are chunks: several threads share one
        Assert.Equal(one, Evaluate(name, 1)); // nor on the day: a generator is measured with the same noise every time
        Assert.All(one.Values, value => Assert.True(double.IsFinite(value)));
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    [InlineData("gpt")]
    public void The_figures_are_those_of_a_loop_over_single_examples(string name)
    {
        Model model = Build(name);
        model.Parameters.Load(Parameters(name));
        int[] examples = new int[model.CountExamples(_data[name])];
        model.ListExamples(_data[name], examples, null);
        double[] sums = new double[model.Metrics.Count];
        double count = 0;
        foreach (int example in examples)
        {
            model.Load(_data[name], [example], new RandomStream(0));
            model.Graph.Forward();
            count += model.Score(sums);
        }
        IReadOnlyDictionary<string, double> figures = Evaluate(name, 2);
        Assert.Equal(name == "gpt" ? [.. model.Metrics, Evaluator.BitsPerByte] : model.Metrics, figures.Keys);
        for (int i = 0; i < sums.Length; i++) Assert.Equal(sums[i] / count, figures[model.Metrics[i]], 1e-6);
    }

    [Fact]
    public void A_text_counts_by_its_tokens()
    {
        var text = (TextData)_data["gpt"];
        Model model = Build("gpt");
        // All logits equal: every token costs the logarithm of the vocabulary's size, however many windows there are.
        ParameterSet parameters = model.Parameters.ToSet();
        parameters.Values.Clear();
        IReadOnlyDictionary<string, double> figures = new Evaluator(new Pool<Model>(() => model), 1).Evaluate(parameters, text);
        Assert.Equal(Math.Log(text.Tokenizer.VocabularySize), figures["loss"], 1e-5);
        double bytes = System.Text.Encoding.UTF8.GetByteCount(text.Tokenizer.Decode(text.Tokens));
        Assert.Equal(Math.Log2(text.Tokenizer.VocabularySize) * text.TokenCount / bytes, figures[Evaluator.BitsPerByte], 1e-5);
    }
}
