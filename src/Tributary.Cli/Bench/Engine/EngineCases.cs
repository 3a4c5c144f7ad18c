using Tributary.Models;

namespace Tributary.Cli;

/// <summary>Training steps of the models that the documents speak of, and the matrix products they and others are made of.</summary>
internal static class EngineCases
{
    private static readonly string?[] _imageLayouts = ["nchw", "nhwc"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<EngineCase> All { get; } =
    [
        Classifier("mlp-b10", new Mlp(), 10),
        Classifier("mlp-b32", new Mlp(), 32),
        Classifier("cnn-b10", new ConvNet(), 10) with { Layouts = _imageLayouts },
        Classifier("cnn-b32", new ConvNet(), 32) with { Layouts = _imageLayouts },
        new("gpt-b12x64", threads => TrainingStep.OfText(new Gpt(), 12, threads)),
        new("gpt-b32x64", threads => TrainingStep.OfText(new Gpt(), 32, threads)),
        // Squares, from what fits into a cache to what does not.
        Product(64, 64, 64, "nn"),
        Product(128, 128, 128, "nn"),
        Product(256, 256, 256, "nn"),
        Product(512, 512, 512, "nn"),
        Product(512, 512, 512, "nt"),
        Product(512, 512, 512, "tn"),
        Product(1024, 1024, 1024, "nn"),
        Product(2048, 2048, 2048, "nn"),
        // The layers of the networks above: forward, by the weights, by the input.
        Product(32, 200, 784, "nn"),
        Product(784, 200, 32, "tn"),
        Product(32, 200, 200, "nt"),
        Product(320, 512, 128, "nn"),
        Product(10, 512, 3136, "nn"),
        Product(32, 512, 3136, "nn"),
        Product(3136, 512, 32, "tn"),
        Product(2048, 384, 128, "nn"),
        Product(128, 384, 2048, "tn"),
        Product(2048, 65, 128, "nn"),
        Product(64, 64, 32, "nt"),
        Product(64, 32, 64, "nn"),
    ];

    private static EngineCase Classifier(string name, IArchitecture architecture, int batch) =>
        new(name, threads => TrainingStep.OfImages(architecture, batch, threads));

    private static EngineCase Product(int m, int n, int k, string transposes) =>
        new($"sgemm-{m}x{n}x{k}-{transposes}", threads => new MatrixProductStep(m, n, k, transposes, threads))
        {
            Operations = 2.0 * m * n * k,
            BlockMilliseconds = 20,
        };
}
