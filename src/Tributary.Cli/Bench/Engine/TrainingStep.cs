using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Cli;

/// <summary>Forward, backward and update of one of the product's models, on a batch of random examples that stays in its inputs.</summary>
internal sealed class TrainingStep : IEngineStep
{
    private const int Classes = 10, Symbols = 65, Context = 64, FirstSymbol = ' ';
    private static readonly int[] _image = [28, 28, 1];

    private readonly Model _model;
    private readonly IOptimizer _optimizer;
    private readonly OptimizerState _state;

    private TrainingStep(IArchitecture architecture, Dataset data, int[] examples, IOptimizer optimizer, int threads)
    {
        _model = architecture.Build(DataShape.Of(data), examples.Length, new RandomStream(1));
        _model.Plan(forTraining: true);
        _optimizer = optimizer;
        _state = optimizer.Begin(_model.Parameters.Layout);
        Threads = EngineThreads.Prepare(_model, threads, _state);
        _model.Graph.Training = true;
        _model.Load(data, examples, new RandomStream(2));
    }

    /// <inheritdoc/>
    public int Threads { get; }

    /// <summary>A classifier of images of 28 x 28 pixels in ten classes, with plain gradient steps.</summary>
    public static TrainingStep OfImages(IArchitecture architecture, int batch, int threads)
    {
        var random = new RandomStream(3);
        byte[] pixels = [.. Enumerable.Range(0, batch * _image.Aggregate(1, (a, b) => a * b)).Select(_ => (byte)random.NextInt(256))];
        int[] labels = [.. Enumerable.Range(0, batch).Select(_ => random.NextInt(Classes))];
        LabelledData data = LabelledData.FromBytes([.. _image], pixels, 1f / 255, labels, Classes);
        return new TrainingStep(architecture, data, [.. Enumerable.Range(0, batch)], new Sgd { LearningRate = 0.01 }, threads);
    }

    /// <summary>A language model of 65 symbols and windows of 64, with AdamW.</summary>
    public static TrainingStep OfText(IArchitecture architecture, int batch, int threads)
    {
        var random = new RandomStream(4);
        int[] tokens = [.. Enumerable.Range(0, batch * Context + 1).Select(_ => random.NextInt(Symbols))];
        string characters = string.Concat(Enumerable.Range(FirstSymbol, Symbols).Select(symbol => (char)symbol));
        var data = new TextData(Vocabulary.OfCharacters(characters), tokens, new TextDocument("", 0, tokens.Length));
        int[] windows = [.. Enumerable.Range(0, batch).Select(i => i * Context)];
        return new TrainingStep(architecture, data, windows, new AdamW { LearningRate = 1e-3 }, threads);
    }

    /// <inheritdoc/>
    public void Run(int steps)
    {
        Parameters parameters = _model.Parameters;
        for (int i = 0; i < steps; i++)
        {
            _model.Graph.Forward();
            _model.Graph.Backward(_model.Loss);
            _optimizer.Step(parameters.Trainable, parameters.Gradient, _state);
        }
    }
}
