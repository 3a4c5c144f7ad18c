using System.Diagnostics;
using Tributary.Models;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Cli;

/// <summary>
/// nanoGPT's preset for a CPU: 4 layers, 4 heads, width 128, context 64, batch 12, no dropout, AdamW (0.9, 0.99) at 1e-3 with 100 steps
/// of warm-up and a cosine to 1e-4, decay 0.1 on matrices, gradients clipped at 1; and the biases that nanoGPT's preset leaves out.
/// </summary>
/// <param name="train">Nine tenths of the text.</param>
/// <param name="validation">The rest.</param>
internal sealed class NanoGptTraining(TextData train, TextData validation)
{
    /// <summary>The steps of the preset.</summary>
    public const int PresetSteps = 2000;

    /// <summary>The windows in a step of the preset.</summary>
    public const int PresetBatch = 12;

    private const int Context = 64, WarmUp = 100;
    private const double Rate = 1e-3, LeastRate = 1e-4, LargestGradient = 1;
    private static readonly Gpt _architecture = new() { Layers = 4, Heads = 4, Width = 128, Context = Context };

    /// <summary>Trains from a seed on windows from anywhere in the text.</summary>
    /// <param name="seed">Of the initial weights and the windows.</param>
    /// <param name="steps">How many steps to take.</param>
    /// <param name="threads">Of a step.</param>
    /// <param name="cancellation">Checked before every step.</param>
    /// <param name="horizon">The steps over which the rate falls.</param>
    /// <param name="batch">Windows in a step.</param>
    /// <returns>The loss on the whole validation part, the seconds of training without it, and the threads a step used.</returns>
    public (double Loss, double Seconds, int Threads) Run(
        ulong seed, int steps, int threads, CancellationToken cancellation, int horizon = PresetSteps, int batch = PresetBatch)
    {
        RandomStream random = new(seed), windows = random.Derive("windows");
        Model model = _architecture.Build(DataShape.Of(train), batch, random.Derive("initial"));
        model.Plan(forTraining: true);
        model.Graph.Training = true;
        var optimizer = new AdamW { LearningRate = Rate, Beta2 = 0.99, WeightDecay = 0.1, DecayMatricesOnly = true };
        OptimizerState state = optimizer.Begin(model.Parameters.Layout);
        int used = EngineThreads.Prepare(model, threads, state);
        Schedule schedule = new LinearWarmUp
        {
            Steps = WarmUp,
            Then = new CosineDecay { Steps = Math.Max(1, Math.Max(steps, horizon) - WarmUp), Floor = LeastRate / Rate },
        };
        int[] places = new int[batch];
        long start = Stopwatch.GetTimestamp();
        for (int step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (ref int window in places.AsSpan()) window = windows.NextInt(train.TokenCount - Context);
            model.Load(train, places, random);
            model.Graph.Forward();
            model.Graph.Backward(model.Loss);
            Clip(model.Parameters.Gradient);
            optimizer.Step(model.Parameters.Trainable, model.Parameters.Gradient, state, schedule.Factor(step));
        }
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (Validate(model.Parameters.ToSet(), threads), seconds, used);
    }

    private double Validate(ParameterSet parameters, int threads)
    {
        var models = new Pool<Model>(() => _architecture.Build(DataShape.Of(train), Evaluator.ChunkSize, new RandomStream(0)));
        return new Evaluator(models, threads).Evaluate(parameters, validation)["loss"];
    }

    private static void Clip(Span<float> gradient)
    {
        double square = 0;
        foreach (float g in gradient) square += (double)g * g;
        if (square <= LargestGradient * LargestGradient) return;
        float factor = (float)(LargestGradient / Math.Sqrt(square));
        foreach (ref float g in gradient) g *= factor;
    }
}
