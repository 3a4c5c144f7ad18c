using Tributary.Core;
using Tributary.Models;
using Tributary.Models.Tests;
using Tributary.Privacy;
using Tributary.Tensors;

namespace Tributary.Training.Tests;

public sealed class PrivateTrainingTests
{
    private const double NextToNothing = 1e-5;
    private static readonly LabelledData _ten = SmallData.Rows(10);
    private readonly RecordingOptimizer _optimizer = new(rate: 0);

    private static ExamplePrivacy Privacy(int lot, double noise = NextToNothing, double clip = 2) =>
        new() { Clip = clip, Lot = lot, NoiseMultiplier = noise, Delta = 1e-5 };

    private LocalTraining Options(ExamplePrivacy privacy, int steps = 1) =>
        new() { Optimizer = _optimizer, Epochs = null, Steps = steps, Privacy = privacy };

    private static SeededBits Bits(ulong seed = 1) => new(new RandomStream(seed));

    public static TheoryData<string> Names => ["logistic", "mlp", "cnn", "cnn with tanh", "gpt", "gpt with an adapter"];

    private static (Model Model, Dataset Data) Make(string name, int capacity)
    {
        if (SmallModels.All.ContainsKey(name)) return SmallModels.Make(name, capacity);
        (string basis, IArchitecture architecture) = name == "cnn with tanh"
            ? ("cnn", (IArchitecture)new ConvNet { Channels = [4, 4], Kernel = 3, Hidden = 8, Activation = ConvNetActivation.Tanh })
            : ("gpt", (Gpt)SmallModels.All["gpt"].Architecture with { Adapter = new LoraAdapter { Rank = 2, Alpha = 4 } });
        Dataset data = SmallModels.All[basis].Data;
        return (SmallData.Build(architecture, data, capacity), data);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_follows_the_sum_of_every_examples_clipped_gradient(string name)
    {
        (Model alone, Dataset data) = Make(name, capacity: 1);
        (Model model, _) = Make(name, capacity: 7);
        int[] examples = new int[alone.CountExamples(data)];
        alone.ListExamples(data, examples, null);
        float[][] gradients = [.. examples.Select(example => Gradient(alone, data, example))];
        double clip = gradients.Select(Norm).Order().ElementAt(examples.Length / 2); // about half of them are cut
        double[] expected = new double[gradients[0].Length];
        foreach (float[] gradient in gradients)
            for (int i = 0; i < expected.Length; i++) expected[i] += gradient[i] * Math.Min(1, clip / Norm(gradient));

        var loop = new TrainingLoop(model, Options(Privacy(lot: 0, clip: clip)));
        Assert.True(double.IsNaN(loop.Run(data, new RandomStream(1), secrets: Bits())));
        float[] step = Assert.Single(_optimizer.Steps).Gradient;
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i] / examples.Length, step[i], 1e-4 * clip);
    }

    private static float[] Gradient(Model model, Dataset data, int example)
    {
        model.Load(data, [example], new RandomStream(1));
        model.Graph.Forward();
        model.Graph.Backward(model.Loss);
        return model.Parameters.Gradient.ToArray();
    }

    private static double Norm(float[] values) => Math.Sqrt(values.Sum(value => (double)value * value));

    [Fact]
    public void Samples_are_drawn_coin_by_coin_and_sums_are_divided_by_the_expected_size()
    {
        const int Steps = 4000, Lot = 2;
        RecordingModel model = RecordingModel.Build(capacity: 10);
        new TrainingLoop(model, Options(Privacy(Lot, clip: 100), Steps)).Run(_ten, new RandomStream(1), secrets: Bits());
        Assert.Equal(Steps, _optimizer.Steps.Count);
        int empty = Steps - model.Batches.Count;
        Assert.InRange(empty, 0.107 * Steps - 80, 0.107 * Steps + 80); // 0.8^10, four deviations
        Assert.Equal(Steps, empty + model.Batches.Count);
        int[] sizes = [.. model.Batches.Select(batch => batch.Length)];
        Assert.Equal(10 * 0.2, sizes.Sum() / (double)Steps, 0.1);
        Assert.Equal((10 * 0.2 * 0.8) + 4, sizes.Sum(size => (double)size * size) / Steps, 0.3); // of a binomial
        // Whether one takes part says nothing about another.
        double both = model.Batches.Count(batch => batch.Contains(3) && batch.Contains(7)) / (double)Steps;
        Assert.Equal(0.04, both, 0.013);
        Assert.All(model.Batches, batch => Assert.Equal(batch.Distinct(), batch));

        double[] sums = [.. model.Batches.Select(batch => (double)batch.Sum())];
        Assert.Equal(sums.Where(sum => sum > 0).Select(sum => sum / Lot),
            _optimizer.Steps.Select(step => (double)step.Gradient[0]).Where(g => g > 0.1), (a, b) => Math.Abs(a - b) < 0.02);
    }

    [Fact]
    public void Noise_has_the_deviation_that_the_multiplier_says_in_empty_samples_too()
    {
        const int Steps = 2000;
        const double Noise = 1.5, Clip = 0.25;
        RecordingModel model = RecordingModel.Build(capacity: 10);
        var loop = new TrainingLoop(model, Options(Privacy(lot: 1, Noise, Clip), Steps));
        loop.Run(SmallData.Rows(1), new RandomStream(1), secrets: Bits()); // its number is zero, and so is its gradient
        double[] noise = [.. _optimizer.Steps.Select(step => (double)step.Gradient[0])];
        Assert.Equal(Noise * Clip, Math.Sqrt(noise.Average(n => n * n)), 0.06 * Noise * Clip);
        Assert.Equal(0, noise.Average(), 4 * Noise * Clip / Math.Sqrt(Steps));
        Assert.Equal(Steps, noise.Distinct().Count(), Steps / 100.0);
    }

    [Fact]
    public void An_example_without_a_finite_gradient_counts_as_none()
    {
        float[] values = [1, 2, 3, float.PositiveInfinity, 1, 1, 4, 5, 6];
        LabelledData wild = LabelledData.FromColumns(["a", "b", "c"], values, [0, 1, 1], ["no", "yes"]),
            tame = LabelledData.FromColumns(["a", "b", "c"], [.. values[..3], .. values[6..]], [0, 1], ["no", "yes"]);
        float[] Step(LabelledData data, int lot)
        {
            Model model = SmallData.Build(new Mlp { Hidden = [4] }, data, 4);
            new TrainingLoop(model, Options(Privacy(lot))).Run(data, new RandomStream(1), secrets: Bits());
            return _optimizer.Steps[^1].Gradient;
        }
        float[] expected = Step(tame, 0), actual = Step(wild, 0);
        Assert.All(actual, g => Assert.True(float.IsFinite(g)));
        for (int i = 0; i < actual.Length; i++) Assert.Equal(expected[i] * 2, actual[i] * 3, 1e-3);
    }

    [Fact]
    public void The_same_secrets_give_the_same_bits_with_any_number_of_threads_and_others_give_others()
    {
        LabelledData data = SmallData.Images(60);
        float[] one = Train(1, Bits()), three = Train(3, Bits()), other = Train(1, Bits(2)), system = Train(1, null), again = Train(1, null);
        Assert.Equal(one, three);
        Assert.NotEqual(one, other);
        Assert.NotEqual(system, again);

        float[] Train(int threads, SecretBits? secrets)
        {
            Model model = SmallData.Build(new Mlp { Hidden = [64] }, data, capacity: 16);
            var options = new LocalTraining
            {
                Optimizer = new AdamW { LearningRate = 0.01 },
                Steps = 5,
                Privacy = Privacy(lot: 30, noise: 1),
            };
            new TrainingLoop(model, options) { Threads = threads }.Run(data, new RandomStream(1), secrets: secrets);
            return model.Parameters.ToSet().Values.ToArray();
        }
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    [InlineData("gpt")]
    public void A_step_allocates_nothing(string name)
    {
        (Model model, Dataset data) = SmallModels.Make(name, capacity: 4);
        LocalTraining options = Options(Privacy(lot: 5, noise: 1)) with { Optimizer = new AdamW { LearningRate = 0.01 } };
        var few = new TrainingLoop(model, options with { Steps = 5 });
        var many = new TrainingLoop(model, options with { Steps = 30 });
        long Allocated(TrainingLoop loop)
        {
            using SeededBits bits = Bits();
            long before = GC.GetAllocatedBytesForCurrentThread();
            loop.Run(data, new RandomStream(1), secrets: bits);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        long Least(TrainingLoop loop) => Enumerable.Range(0, 5).Min(_ => Allocated(loop));
        // Now and then an exact sampler needs a number with many digits.
        Assert.InRange(Least(many) - Least(few), 0, 4096);
    }

    [Fact]
    public async Task Nobody_is_told_the_training_loss()
    {
        ParameterSet global = SmallData.Build(new Mlp { Hidden = [4] }, _ten, 4).Parameters.ToSet();
        var trainer = new GradientTrainer(_ten, new Pool<TrainingLoop>(() =>
            new TrainingLoop(SmallData.Build(new Mlp { Hidden = [4] }, _ten, 4), Options(Privacy(2)))));
        LocalResult result = await trainer.AnswerAsync(
            new LocalTask(new RoundId("run", 1), TrainPhase.QuestionName, global, [new Segment("fc1.bias", 4)], new float[4],
                new ClientMemory(new MemoryVault()), new RandomStream(5)), CancellationToken.None);
        Assert.Empty(result.Metrics);
    }
}
