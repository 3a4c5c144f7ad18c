using System.Text.Json.Nodes;
using Tributary.Models;
using Tributary.Privacy;
using Tributary.Tensors;

namespace Tributary.Cli;

/// <summary>What clipping every example's gradient costs beside ordinary training, and the noise apart, in turns on one thread.</summary>
internal static class GhostClipping
{
    private const int Batch = 128, Turns = 15, Count = 1024;
    private const double BlockMilliseconds = 150;

    /// <summary>Measures the two-layer network of 199,210 parameters.</summary>
    public static async Task<IReadOnlyList<JsonObject>> RunAsync(Action<string> tell, CancellationToken cancellation)
    {
        LabelledData data = Images();
        Model plain = Build(data), clipped = Build(data);
        plain.Plan(forTraining: true);
        var examples = new PerExampleGradient(clipped.Graph, clipped.Loss);
        double[] norms = new double[Batch];
        float[] factors = new float[Batch];
        long[] noise = new long[plain.Parameters.Trainable.Length];
        using var bits = new SystemBits();
        var gaussian = new DiscreteGaussian(1 << 20);

        int steps = Block.Fit(Plain, BlockMilliseconds);
        Block.Fit(Clipped, BlockMilliseconds);
        Paired times = await Cli.Turns.TakeAsync(Turns, () => Block.Measure(Clipped, steps), () =>
            Task.FromResult(Block.Measure(Plain, steps)), cancellation);
        int draws = Block.Fit(Noise, BlockMilliseconds);
        double draw = Enumerable.Range(0, Turns).Min(_ => Block.Measure(Noise, draws));
        Spread own = Spread.Of(times.Ours), other = Spread.Of(times.Theirs);
        double ratio = 1 / times.PairedRatio;
        tell($"mlp 784-200-200-10, batch {Batch}: plain step {other.Min:0.00} ms, with clipped examples {own.Min:0.00} ms, "
            + $"ratio {ratio:0.00} (median of {Turns} turns), of the least {own.Min / other.Min:0.00}");
        tell($"noise on {noise.Length:N0} numbers, once a lot: {draw:0.00} ms, {1e6 * draw / noise.Length:0} ns a number");
        return
        [
            new JsonObject
            {
                ["plainMilliseconds"] = other.ToJson(),
                ["clippedMilliseconds"] = own.ToJson(),
                ["ratio"] = ratio,
                ["noiseMilliseconds"] = draw,
            },
        ];

        void Plain(int count)
        {
            var random = new RandomStream(1);
            var sgd = new Sgd { LearningRate = 0.01 };
            OptimizerState state = sgd.Begin(plain.Parameters.Trainable.Length);
            for (int step = 0; step < count; step++)
            {
                plain.Load(data, Lot(step), random);
                plain.Graph.Forward();
                plain.Graph.Backward(plain.Loss);
                sgd.Step(plain.Parameters.Trainable, plain.Parameters.Gradient, state);
            }
        }

        void Clipped(int count)
        {
            var random = new RandomStream(1);
            var sgd = new Sgd { LearningRate = 0.01 };
            OptimizerState state = sgd.Begin(clipped.Parameters.Trainable.Length);
            for (int step = 0; step < count; step++)
            {
                clipped.Load(data, Lot(step), random);
                clipped.Graph.Forward();
                examples.Measure(norms);
                for (int i = 0; i < Batch; i++) factors[i] = (float)(Math.Min(1, 1 / norms[i]) / Batch);
                examples.Combine(factors);
                sgd.Step(clipped.Parameters.Trainable, clipped.Parameters.Gradient, state);
            }
        }

        void Noise(int count)
        {
            for (int step = 0; step < count; step++) gaussian.Fill(noise, bits);
        }
    }

    private static readonly int[] _order = [.. Enumerable.Range(0, Count)];

    private static ReadOnlySpan<int> Lot(int step) => _order.AsSpan(step % (Count / Batch) * Batch, Batch);

    private static Model Build(LabelledData data) => new Mlp().Build(DataShape.Of(data), Batch, new RandomStream(1));

    private static LabelledData Images()
    {
        var random = new RandomStream(2);
        byte[] pixels = new byte[28 * 28 * Count];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (byte)Math.Max(0, random.NextInt(512) - 256);
        return LabelledData.FromBytes([28, 28, 1], pixels, 1f / 255, [.. Enumerable.Range(0, Count).Select(i => i % 10)], 10);
    }
}
