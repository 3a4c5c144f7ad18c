using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training.Allocations;

/// <summary>What is trained: an architecture at its full width, data of its shape, and an optimizer.</summary>
internal sealed record Subject(IArchitecture Architecture, Dataset Data, int Batch, IOptimizer Optimizer)
{
    /// <summary>The threads that share a step.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The subject called <paramref name="name"/>.</summary>
    /// <remarks>Small batches, and one layer of a transformer: many steps then take a second or two.</remarks>
    public static Subject Of(string name) => name switch
    {
        "mlp" => new Subject(new Mlp(), Images(), 4, new Sgd { LearningRate = 0.01, Momentum = 0.9 }),
        "cnn" => new Subject(new ConvNet(), Images(), 1, new Sgd { LearningRate = 0.01 }),
        "gpt" => new Subject(
            new Gpt { Layers = 1, Context = 32, Dropout = 0.1 }, Text(), 1, new AdamW { LearningRate = 0.001, WeightDecay = 0.1 }),
        "llama" => new Subject(
            new Gpt
            {
                Layers = 1,
                Heads = 4,
                KeyValueHeads = 2,
                Width = 64,
                Context = 32,
                Positions = GptPositions.Rotary,
                Norm = GptNorm.Rms,
                Activation = GptActivation.Swiglu,
                Bias = false,
                Tied = false,
                Adapter = new LoraAdapter { Targets = ["q_proj", "o_proj", "up_proj"] },
            },
            Text(), 1, new AdamW { LearningRate = 0.001 }),
        _ => throw new ArgumentException($"There is no subject called '{name}'.", nameof(name)),
    };

    /// <summary>A new model.</summary>
    public Model Build()
    {
        Model model = Architecture.Build(DataShape.Of(Data), Batch, new RandomStream(1));
        model.Plan(forTraining: true);
        model.Graph.Threads = Threads;
        return model;
    }

    /// <summary>The same as a job's local training, of so many steps.</summary>
    public LocalTraining Training(int steps) => new() { Optimizer = Optimizer, Steps = steps, BatchSize = Batch };

    private static LabelledData Images()
    {
        const int Count = 16;
        var random = new RandomStream(2);
        byte[] pixels = new byte[Count * 784];
        foreach (ref byte pixel in pixels.AsSpan()) pixel = (byte)random.NextInt(256);
        return LabelledData.FromBytes([28, 28, 1], pixels, 1f / 255, [.. Enumerable.Range(0, Count).Select(i => i % 10)], 10);
    }

    private static TextData Text()
    {
        var random = new RandomStream(3);
        var vocabulary = Vocabulary.OfCharacters(string.Concat(Enumerable.Range('0', 65).Select(letter => (char)letter)));
        int[] tokens = [.. Enumerable.Range(0, 1000).Select(_ => random.NextInt(vocabulary.VocabularySize))];
        return new TextData(vocabulary, tokens, new TextDocument("text", 0, tokens.Length));
    }
}
