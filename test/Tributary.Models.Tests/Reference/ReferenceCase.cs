using Tributary.Tensors;

namespace Tributary.Models.Tests;

/// <summary>A network of <c>reference.py</c> as this repository computes it: the same parameters, data and optimizer.</summary>
internal sealed class ReferenceCase
{
    private readonly Dataset _data;
    private readonly IOptimizer _optimizer;
    private readonly int[][] _batches;

    private ReferenceCase(IArchitecture architecture, Dataset data, int batch, IOptimizer optimizer)
    {
        _data = data;
        _optimizer = optimizer;
        Model = architecture.Build(DataShape.Of(data), batch, new RandomStream(0));
        Model.Parameters.Load(Formula.Parameters(Model.Parameters.Layout));
        int[] examples = new int[Model.CountExamples(data)];
        Model.ListExamples(data, examples, null);
        _batches = [.. examples.Chunk(batch)];
        Assert.Equal(2, _batches.Length);
    }

    public Model Model { get; }

    /// <summary>Classes, or tokens of the vocabulary.</summary>
    public int ClassCount => ProbabilityTensor.Shape[^1];

    /// <summary>The softmax of every row of the batch.</summary>
    public float[] Probabilities => ProbabilityTensor.Values.ToArray();

    private Tensor ProbabilityTensor => Model is Classifier classifier ? classifier.Probabilities : ((LanguageModel)Model).Probabilities;

    public static ReferenceCase Of(string name) => name switch
    {
        "mlp" => new ReferenceCase(new Mlp(), Images(16), 8, new Sgd { LearningRate = 0.0625 }),
        "cnn" => new ReferenceCase(new ConvNet(), Images(8), 4, new Sgd { LearningRate = 0.015625, Momentum = 0.5 }),
        "gpt" => new ReferenceCase(new Gpt(), Text(4 * 64 + 1), 2, new AdamW { LearningRate = 0.001, WeightDecay = 0.1 }),
        _ => throw new ArgumentException($"There is no reference called '{name}'.", nameof(name)),
    };

    /// <summary>Loss and gradients of a batch, 0 or 1.</summary>
    public double Differentiate(int batch)
    {
        Model.Load(_data, _batches[batch], new RandomStream(0));
        Model.Graph.Forward();
        Model.Graph.Backward(Model.Loss);
        return Model.Loss.Values[0];
    }

    /// <summary>What <see cref="Differentiate"/> left in the gradient by one parameter.</summary>
    public GradientSketch Sketch(ParameterEntry entry) =>
        GradientSketch.Of(entry.Shape, Model.Parameters.Gradient.Slice(entry.Offset, entry.Shape.Count));

    /// <summary>The losses before each of some steps, and after the last.</summary>
    public double[] Train(int steps)
    {
        OptimizerState state = _optimizer.Begin(Model.Parameters.Layout.TrainableLength);
        double[] losses = new double[steps + 1];
        for (int step = 0; step <= steps; step++)
        {
            losses[step] = Differentiate(step % 2);
            _optimizer.Step(Model.Parameters.Trainable, Model.Parameters.Gradient, state);
        }
        return losses;
    }

    private static LabelledData Images(int count) => LabelledData.FromBytes(
        [28, 28, 1], Formula.Bytes("pixels", count * 784), 1f / 256, Formula.Below("labels", count, 10), 10);

    private static TextData Text(int count)
    {
        var vocabulary = Vocabulary.OfCharacters(string.Concat(Enumerable.Range('0', 65).Select(letter => (char)letter)));
        int[] tokens = [.. Formula.Below("tokens", count, vocabulary.VocabularySize).Select(token => (int)token)];
        return new TextData(vocabulary, tokens, new TextDocument("text", 0, count));
    }
}
