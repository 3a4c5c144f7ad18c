using Tributary.Core;
using Tributary.Models;
using Tributary.Privacy;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Cli;

/// <summary>
/// Speeches as users, who take turns: cohorts go round in a fixed order, so that a user's rounds lie exactly one pass apart, and nothing is
/// sampled. The server adds noise to the sum of clipped changes, on whole numbers, and steps with momentum.
/// </summary>
internal sealed class SpeechFederation
{
    private const int StepsInClip = 1 << 20, LargestBatch = 8;
    private const float Momentum = 0.9f;

    private readonly TextData _train, _test;
    private readonly Gpt _gpt;
    private readonly Pool<TrainingLoop> _loops;
    private readonly Evaluator _evaluator;
    private readonly ulong _seed;
    private readonly int[] _order;
    private readonly int _threads;

    /// <summary>Prepares a federation.</summary>
    /// <param name="data">Training and test text.</param>
    /// <param name="gpt">The model.</param>
    /// <param name="seed">Decides first values, the order of users and all noise.</param>
    /// <param name="threads">How many users train at once.</param>
    public SpeechFederation(DataSplit data, Gpt gpt, ulong seed, int threads)
    {
        (_train, _test, _gpt, _seed, _threads) = ((TextData)data.Train, (TextData)data.Test!, gpt, seed, threads);
        var local = new LocalTraining { Epochs = 1, BatchSize = LargestBatch, Optimizer = new Sgd { LearningRate = 1 } };
        _loops = new Pool<TrainingLoop>(() => new TrainingLoop(Build(LargestBatch, training: true), local));
        _evaluator = new Evaluator(new Pool<Model>(() => Build(Evaluator.ChunkSize, training: false)), threads);
        _order = [.. Enumerable.Range(0, _train.Count)];
        Random("order").Shuffle<int>(_order);
    }

    /// <summary>How many users there are.</summary>
    public int Users => _order.Length;

    /// <summary>How many numbers the model has.</summary>
    public int Parameters => Build(1, training: true).Parameters.Trainable.Length;

    /// <summary>Rounds in which every user takes part once.</summary>
    public int RoundsOfPass(int cohort) => (Users + cohort - 1) / cohort;

    /// <summary>Trains for some passes and measures the loss on the test text.</summary>
    /// <param name="cohort">Users in a round.</param>
    /// <param name="passes">How often everybody takes part.</param>
    /// <param name="clip">The largest norm of a user's change.</param>
    /// <param name="rate">The server's rate.</param>
    /// <param name="noise">The noise, in steps of the clip over 2^20.</param>
    /// <param name="cancellation">Checked before every round.</param>
    public double Train(int cohort, int passes, double clip, double rate, ICorrelatedNoise noise, CancellationToken cancellation)
    {
        Model model = Build(1, training: true);
        ParameterSet global = model.Parameters.ToSet();
        int length = global.Trainable.Length, pass = RoundsOfPass(cohort);
        long[] sum = new long[length], drawn = new long[length];
        float[] velocity = new float[length];
        for (int round = 0; round < passes * pass; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            int first = round % pass * cohort;
            Array.Clear(sum);
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellation };
            Parallel.For(first, Math.Min(first + cohort, Users), parallel, place => Add(_order[place], round, global, clip, sum));
            noise.Next(drawn);
            double unit = clip / StepsInClip / cohort;
            Span<float> values = global.Trainable;
            for (int i = 0; i < length; i++)
            {
                velocity[i] = Momentum * velocity[i] + (float)((sum[i] + drawn[i]) * unit);
                values[i] += (float)rate * velocity[i];
            }
        }
        return _evaluator.Evaluate(global, _test)["loss"];
    }

    /// <summary>The largest norm of one user's change on the grid: the clip, and what rounding adds.</summary>
    public static double GridClip(int coordinates) => StepsInClip + 0.5 * Math.Sqrt(coordinates);

    private void Add(int user, int round, ParameterSet global, double clip, long[] sum) => _loops.Use(loop =>
    {
        loop.Model.Parameters.Load(global);
        loop.Run(_train.Select([user]), Random("user", user, round));
        ReadOnlySpan<float> before = global.Trainable, after = loop.Model.Parameters.Trainable;
        double square = 0;
        for (int i = 0; i < before.Length; i++) square += Math.Pow((double)after[i] - before[i], 2);
        if (!double.IsFinite(square)) return 0;
        double scale = StepsInClip / Math.Max(clip, Math.Sqrt(square));
        lock (sum)
        {
            for (int i = 0; i < before.Length; i++) sum[i] += (long)Math.Round(((double)after[i] - before[i]) * scale);
        }
        return 0;
    });

    private Model Build(int capacity, bool training)
    {
        Model model = _gpt.Build(DataShape.Of(_train), capacity, Random("initial"));
        model.Plan(training);
        return model;
    }

    private RandomStream Random(string purpose, long first = 0, long second = 0) => new RandomStream(_seed).Derive(purpose, first, second);
}
