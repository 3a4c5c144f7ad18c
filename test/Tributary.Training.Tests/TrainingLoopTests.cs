using Tributary.Core;
using Tributary.Models;
using Tributary.Models.Tests;
using Tributary.Tensors;

namespace Tributary.Training.Tests;

public sealed class TrainingLoopTests
{
    private static readonly LabelledData _ten = SmallData.Rows(10);

    private readonly RecordingModel _model = RecordingModel.Build(capacity: 10);
    private readonly RecordingOptimizer _optimizer = new(rate: 0.01);

    private double Run(LocalTraining options, ulong seed = 1, long round = 0) =>
        new TrainingLoop(_model, options with { Optimizer = _optimizer }).Run(_ten, new RandomStream(seed), round);

    private static LocalTraining Options(int? epochs = 1, int? steps = null, int batch = 0) =>
        new() { Optimizer = new Sgd { LearningRate = 1 }, Epochs = epochs, Steps = steps, BatchSize = batch };

    [Fact]
    public void An_epoch_takes_every_example_once_in_batches()
    {
        Run(Options(epochs: 2, batch: 4));
        Assert.Equal([4, 4, 2, 4, 4, 2], _model.Batches.Select(batch => batch.Length));
        int[] first = [.. _model.Batches.Take(3).SelectMany(batch => batch)], second = [.. _model.Batches.Skip(3).SelectMany(batch => batch)];
        Assert.Equal(Enumerable.Range(0, 10), first.Order());
        Assert.Equal(Enumerable.Range(0, 10), second.Order());
        Assert.NotEqual(first, second);
        Assert.Equal(6, _optimizer.Steps.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Steps_count_whatever_the_size_of_the_data(int steps)
    {
        Run(Options(epochs: null, steps: steps, batch: 4));
        Assert.Equal(steps, _optimizer.Steps.Count);
        Assert.Equal(new[] { 4, 4, 2, 4, 4, 2, 4 }.Take(steps), _model.Batches.Select(batch => batch.Length));
    }

    [Fact]
    public void A_batch_size_of_zero_takes_all_examples_at_once()
    {
        Run(Options(epochs: 3));
        Assert.Equal([10, 10, 10], _model.Batches.Select(batch => batch.Length));
        Assert.Equal(3, _optimizer.Steps.Count);
    }

    [Fact]
    public void A_batch_larger_than_the_data_is_all_of_it()
    {
        Run(Options(batch: 64));
        Assert.Equal(10, Assert.Single(_model.Batches).Length);
    }

    [Fact]
    public void The_order_follows_from_the_stream()
    {
        Run(Options(batch: 10));
        Run(Options(batch: 10));
        Run(Options(batch: 10), seed: 2);
        Assert.Equal(_model.Batches[0], _model.Batches[1]);
        Assert.NotEqual(_model.Batches[0], _model.Batches[2]);
    }

    [Fact]
    public void The_loss_is_the_average_over_examples_not_over_batches()
    {
        // The loss of a batch is w times the mean of its examples' numbers; steps this small leave w at one.
        var loop = new TrainingLoop(_model, Options(batch: 4) with { Optimizer = new RecordingOptimizer(0) });
        Assert.Equal(4.5, loop.Run(_ten, new RandomStream(1)), 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(100)]
    public void The_rate_follows_the_schedule_by_round(long round)
    {
        Schedule schedule = new CosineDecay { Steps = 20, Floor = 0.1 };
        Run(Options(epochs: 2, batch: 5) with { Schedule = schedule }, round: round);
        Assert.All(_optimizer.Steps, step => Assert.Equal(schedule.Factor(round), step.Scale));
    }

    [Fact]
    public void The_optimizer_begins_anew_unless_it_continues()
    {
        var loop = new TrainingLoop(_model, Options(batch: 5) with { Optimizer = _optimizer });
        loop.Run(_ten, new RandomStream(1));
        loop.Run(_ten, new RandomStream(1));
        loop.Run(_ten, new RandomStream(1), continues: true);
        Assert.Equal([0, 1, 0, 1, 2, 3], _optimizer.Steps.Select(step => step.StepsBefore));
    }

    [Fact]
    public void The_proximal_term_pulls_towards_the_start()
    {
        const double Rate = 0.3, Mu = 0.7;
        LabelledData one = SmallData.Rows(1);
        Model model = SmallData.Build(new Mlp { Hidden = [4] }, one, 1), own = SmallData.Build(new Mlp { Hidden = [4] }, one, 1);
        float[] start = own.Parameters.Trainable.ToArray(), w = [.. start];
        for (int step = 0; step < 3; step++)
        {
            float[] gradient = Gradient(own, w, one);
            for (int i = 0; i < w.Length; i++) w[i] -= (float)(Rate * (gradient[i] + Mu * (w[i] - start[i])));
        }
        Assert.NotEqual(start, w);

        LocalTraining options = Options(epochs: 3) with { Optimizer = new Sgd { LearningRate = Rate }, ProximalMu = Mu };
        new TrainingLoop(model, options).Run(one, new RandomStream(1));
        for (int i = 0; i < w.Length; i++) Assert.Equal(w[i], model.Parameters.Trainable[i], 1e-6f);
    }

    private static float[] Gradient(Model model, float[] at, Dataset data)
    {
        at.CopyTo(model.Parameters.Trainable);
        model.Load(data, [0], new RandomStream(1));
        model.Graph.Forward();
        model.Graph.Backward(model.Loss);
        return model.Parameters.Gradient.ToArray();
    }

    [Theory]
    [InlineData(1e-3, true)]
    [InlineData(1e3, false)]
    public void A_gradient_is_cut_to_its_bound_and_keeps_its_direction(double bound, bool cuts)
    {
        Model model = SmallData.Build(new Mlp { Hidden = [4] }, _ten, 10);
        var free = new RecordingOptimizer(0.1);
        new TrainingLoop(model, Options(epochs: 1) with { Optimizer = free }).Run(_ten, new RandomStream(1));
        Model again = SmallData.Build(new Mlp { Hidden = [4] }, _ten, 10);
        new TrainingLoop(again, Options(epochs: 1) with { Optimizer = _optimizer, ClipGradient = bound }).Run(_ten, new RandomStream(1));

        float[] whole = free.Steps[0].Gradient, cut = _optimizer.Steps[0].Gradient;
        double norm = Norm(whole);
        Assert.Equal(cuts ? bound : norm, Norm(cut), 1e-6 * norm);
        for (int i = 0; i < cut.Length; i++) Assert.Equal(whole[i] * (Norm(cut) / norm), cut[i], 1e-6 * norm);
    }

    private static double Norm(float[] values) => Math.Sqrt(values.Sum(value => (double)value * value));

    [Theory]
    [InlineData("mlp")]
    [InlineData("gpt")]
    [InlineData("cnn")]
    public void A_batch_beyond_the_graphs_capacity_gives_the_gradient_of_a_graph_that_holds_it(string name)
    {
        (Model whole, Dataset data) = SmallModels.Make(name, capacity: 50);
        (Model parts, _) = SmallModels.Make(name, capacity: 3);
        LocalTraining options = Options(epochs: 2) with { Optimizer = new Sgd { LearningRate = 0.1 } };
        double loss = new TrainingLoop(whole, options).Run(data, new RandomStream(1));
        Assert.Equal(loss, new TrainingLoop(parts, options).Run(data, new RandomStream(1)), 1e-6);
        for (int i = 0; i < whole.Parameters.Trainable.Length; i++)
            Assert.Equal(whole.Parameters.Trainable[i], parts.Parameters.Trainable[i], 1e-6f);
    }

    public static TheoryData<string> Names => [.. SmallModels.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_allocates_nothing(string name)
    {
        (Model model, Dataset data) = SmallModels.Make(name, capacity: 4);
        LocalTraining options = Options(epochs: null, steps: 5, batch: 7) with
        {
            Optimizer = new AdamW { LearningRate = 0.01 },
            ProximalMu = 0.1,
            ClipGradient = 1,
        };
        var few = new TrainingLoop(model, options);
        var many = new TrainingLoop(model, options with { Steps = 50 });
        long Allocated(TrainingLoop loop)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            loop.Run(data, new RandomStream(1));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        // The least of several runs: a collection in between, for another test's sake, counts what it leaves unused as allocated.
        long Least(TrainingLoop loop) => Enumerable.Range(0, 5).Min(_ => Allocated(loop));
        Assert.Equal(Least(few), Least(many));
    }

    [Fact]
    public void An_optimizer_that_decays_matrices_only_leaves_biases_alone()
    {
        var optimizer = new AdamW { LearningRate = 0.01, WeightDecay = 5 };
        Model all = Train(optimizer), matrices = Train(optimizer with { DecayMatricesOnly = true }), none = Train(optimizer with { WeightDecay = 0 });
        foreach (ParameterEntry entry in all.Parameters.Layout.Entries)
        {
            Model same = entry.Shape.Rank == 2 ? all : none, other = entry.Shape.Rank == 2 ? none : all;
            Assert.Equal(Values(same), Values(matrices));
            Assert.NotEqual(Values(other), Values(matrices));

            float[] Values(Model model) => model.Parameters.ToSet()[entry.Name].ToArray();
        }

        static Model Train(AdamW optimizer)
        {
            Model model = SmallData.Build(new Mlp { Hidden = [5] }, _ten, capacity: 10);
            new TrainingLoop(model, Options(epochs: null, steps: 1) with { Optimizer = optimizer }).Run(_ten, new RandomStream(1));
            return model;
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void Threads_that_share_a_step_change_no_bit(int threads)
    {
        LabelledData data = SmallData.Images(300);
        Assert.Equal(Train(1), Train(threads));

        float[] Train(int threads)
        {
            Model model = SmallData.Build(new Mlp { Hidden = [300, 200] }, data, capacity: 128);
            var loop = new TrainingLoop(model, Options(batch: 128) with { ProximalMu = 0.1, ClipGradient = 0.1 }) { Threads = threads };
            Assert.Equal(threads, model.Graph.Threads);
            loop.Run(data, new RandomStream(1));
            return model.Parameters.ToSet().Values.ToArray();
        }
    }

    [Fact]
    public void Stops_before_the_next_step_when_cancelled()
    {
        using var source = new CancellationTokenSource();
        _model.OnLoad = () => { if (_model.Batches.Count == 2) source.Cancel(); };
        var loop = new TrainingLoop(_model, Options(epochs: 9, batch: 5) with { Optimizer = _optimizer });
        Assert.Throws<OperationCanceledException>(() => loop.Run(_ten, new RandomStream(1), cancellation: source.Token));
        Assert.Equal(3, _optimizer.Steps.Count);
    }

    [Fact]
    public void Leaves_the_graph_ready_to_evaluate()
    {
        Run(Options());
        Assert.False(_model.Graph.Training);
    }
}
