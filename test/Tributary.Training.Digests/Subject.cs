using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training.Digests;

/// <summary>A small model of one kind with data and an optimizer; extents that no vector divides, so that rests are computed too.</summary>
internal sealed record Subject(string Name, IArchitecture Architecture, Dataset Data, IOptimizer Optimizer)
{
    private const int Batch = 5, Steps = 4;

    /// <summary>The kinds of models that there are, with the optimizers that there are.</summary>
    public static IReadOnlyList<Subject> All { get; } =
    [
        new("perceptron", new Mlp { Hidden = [37, 18] }, Images(), new Sgd { LearningRate = 0.1, Momentum = 0.9, WeightDecay = 0.01 }),
        new("convolution", new ConvNet { Channels = [3, 5], Kernel = 3, Hidden = 21 }, Images(), new Adagrad { LearningRate = 0.05 }),
        new("transformer", new Gpt { Layers = 2, Heads = 2, Width = 22, Context = 13, Dropout = 0.2 }, Text(),
            new AdamW { LearningRate = 0.01, WeightDecay = 0.1, DecayMatricesOnly = true }),
        new("rotary transformer", new Gpt
            {
                Layers = 2, Heads = 6, KeyValueHeads = 2, Width = 36, Hidden = 50, Context = 13, Positions = GptPositions.Rotary,
                Norm = GptNorm.Rms, Activation = GptActivation.Swiglu, Bias = false, Tied = false,
            }, Text(), new AdamW { LearningRate = 0.01 }),
        new("diffusion", new FlowTransformer { Patch = 4, Layers = 1, Heads = 2, Width = 20 }, Images(), new Yogi { LearningRate = 0.01 }),
    ];

    /// <summary>SHA-256 of the parameters, of the training loss and of the figures after a few steps, bit by bit.</summary>
    public string Digest()
    {
        Model model = Architecture.Build(DataShape.Of(Data), Batch, new RandomStream(1));
        var loop = new TrainingLoop(
            model, new LocalTraining { Optimizer = Optimizer, Steps = Steps, BatchSize = Batch, ClipGradient = 0.5, ProximalMu = 0.01 });
        double loss = loop.Run(Data, new RandomStream(2));
        var evaluator = new Evaluator(
            new Pool<Model>(() => Architecture.Build(DataShape.Of(Data), Evaluator.ChunkSize, new RandomStream(1))), threads: 1);
        IReadOnlyDictionary<string, double> figures = evaluator.Evaluate(model.Parameters.ToSet(), Data);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(model.Parameters.Values));
        hash.AppendData(MemoryMarshal.AsBytes<double>([loss, .. figures.Values]));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static LabelledData Images()
    {
        const int Count = 23, Side = 12;
        var random = new RandomStream(3);
        byte[] pixels = new byte[Count * Side * Side];
        foreach (ref byte pixel in pixels.AsSpan()) pixel = (byte)random.NextInt(256);
        return LabelledData.FromBytes([Side, Side, 1], pixels, 1f / 255, [.. Enumerable.Range(0, Count).Select(i => i % 7)], 7);
    }

    private static TextData Text()
    {
        var random = new RandomStream(4);
        var vocabulary = Vocabulary.OfCharacters(string.Concat(Enumerable.Range('a', 19).Select(letter => (char)letter)));
        int[] tokens = [.. Enumerable.Range(0, 300).Select(_ => random.NextInt(vocabulary.VocabularySize))];
        return new TextData(vocabulary, tokens, new TextDocument("text", 0, tokens.Length));
    }
}
