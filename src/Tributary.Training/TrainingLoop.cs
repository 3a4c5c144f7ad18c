using Tributary.Core;
using Tributary.Models;
using Tributary.Privacy;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>Minibatch training of one model on one data set: what a client does in a round, and what a site does alone.</summary>
/// <remarks>Keeps its buffers from one data set to the next; a step allocates nothing. Used by one thread at a time.</remarks>
public sealed class TrainingLoop
{
    private const int StepsApart = 1 << 20;

    private readonly LocalTraining _options;
    private readonly OptimizerState _state;
    private readonly ExampleBudgets? _budgets;
    private readonly PrivateGradient? _private;
    private readonly PoissonLot _lots = new();
    private int[] _order = [];
    private float[] _sum = [];

    /// <summary>Makes a loop around a model; the gradient of a batch beyond its graph's capacity is added up from parts.</summary>
    /// <param name="model">With privacy, one that has no plan.</param>
    /// <param name="options">What to do.</param>
    /// <param name="budgets">With privacy, how much noise there is; null for that of a run with one round.</param>
    public TrainingLoop(Model model, LocalTraining options, ExampleBudgets? budgets = null)
    {
        Model = model;
        _options = options;
        _state = options.Optimizer.Begin(model.Parameters.Layout);
        if (options.Privacy is not { } privacy) return;
        _budgets = budgets ?? new ExampleBudgets(options, 1, model.Parameters.Trainable.Length);
        _private = new PrivateGradient(model, privacy.Clip);
    }

    /// <summary>The model that is trained.</summary>
    public Model Model { get; }

    /// <summary>How many threads share the work of a step; the bits are the same for any number.</summary>
    public int Threads
    {
        get => Model.Graph.Threads;
        set => Model.Graph.Threads = _state.Threads = value;
    }

    /// <summary>Whether the optimizer's state is meant to go on from round to round.</summary>
    public bool KeepsOptimizer => _options.KeepOptimizer;

    /// <summary>Whether single examples are hidden; then nobody may learn their loss.</summary>
    public bool IsPrivate => _private is not null;

    /// <summary>The optimizer's state: its vectors one after another, then the number of steps in two parts.</summary>
    public float[] Save()
    {
        int length = Model.Parameters.Trainable.Length;
        float[] saved = new float[_state.Slots * length + 2];
        for (int slot = 0; slot < _state.Slots; slot++) _state.Slot(slot).CopyTo(saved.AsSpan(slot * length));
        (saved[^2], saved[^1]) = (_state.Steps / StepsApart, _state.Steps % StepsApart); // whole numbers that floats hold
        return saved;
    }

    /// <summary>Goes on with a state that <see cref="Save"/> returned, of a loop with the same model and optimizer.</summary>
    /// <exception cref="ArgumentException">It is of another model or optimizer.</exception>
    public void Restore(ReadOnlySpan<float> saved)
    {
        int length = Model.Parameters.Trainable.Length;
        if (saved.Length != _state.Slots * length + 2)
            throw new ArgumentException(
                $"The saved state has {saved.Length} numbers, and this optimizer of this model has {_state.Slots * length + 2}. " +
                "It is of another model or optimizer: begin anew.", nameof(saved));
        for (int slot = 0; slot < _state.Slots; slot++) saved.Slice(slot * length, length).CopyTo(_state.Slot(slot));
        _state.Steps = (long)saved[^2] * StepsApart + (long)saved[^1];
    }

    /// <summary>Does the options' epochs or steps once, from where the parameters are.</summary>
    /// <param name="data">At least one example.</param>
    /// <param name="random">The order of the examples and the noise of the objective.</param>
    /// <param name="round">The number of rounds before this one, for the learning rate's schedule.</param>
    /// <param name="continues">Whether the optimizer's state goes on from the call before instead of beginning at zero.</param>
    /// <param name="secrets">What samples and noise are drawn from with privacy; null for the system's generator.</param>
    /// <param name="cancellation">Checked before every step.</param>
    /// <returns>The average training loss over the examples that were used; with privacy no number.</returns>
    public double Run(
        Dataset data, RandomStream random, long round = 0, bool continues = false, SecretBits? secrets = null,
        CancellationToken cancellation = default)
    {
        if (_private is not null)
        {
            if (secrets is not null) RunPrivately(data, random, round, continues, secrets, cancellation);
            else
                using (var system = new SystemBits())
                    RunPrivately(data, random, round, continues, system, cancellation);
            return double.NaN;
        }
        int examples = Model.CountExamples(data), batch = _options.BatchSize == 0 ? examples : Math.Min(_options.BatchSize, examples);
        int batches = (examples + batch - 1) / batch;
        long steps = _options.Steps ?? (_options.Epochs ?? 1L) * batches;
        ReadOnlySpan<float> anchor = Begin(random, continues);

        double scale = _options.Schedule.Factor(round), loss = 0, seen = 0;
        Span<int> order = [];
        for (long step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            int start = (int)(step % batches) * batch;
            if (start == 0) order = Shuffle(data, examples, random);
            int count = Math.Min(batch, examples - start);
            loss += Differentiate(data, order.Slice(start, count), random) * count;
            seen += count;
            Step(anchor, scale);
        }
        Model.Graph.Training = false;
        return loss / seen;
    }

    /// <summary>The same over Poisson samples, with noise on the sum of each sample's clipped gradients (DP-SGD).</summary>
    /// <remarks>Abadi et al.: Deep learning with differential privacy, CCS 2016, algorithm 1. An empty sample is a step too, and sums are
    /// divided by the expected size: the real one would tell who took part.</remarks>
    private void RunPrivately(
        Dataset data, RandomStream random, long round, bool continues, SecretBits secrets, CancellationToken cancellation)
    {
        int examples = Model.CountExamples(data);
        ExampleBudget budget = _budgets!.Of(examples);
        var noise = new DiscreteGaussian(budget.Release.Sigma);
        ReadOnlySpan<float> anchor = Begin(random, continues);
        double scale = _options.Schedule.Factor(round);
        if (_order.Length < examples) _order = new int[examples];
        Span<int> all = _order.AsSpan(0, examples);
        Model.ListExamples(data, all, null); // the standard cut: what an example is must not change from step to step
        for (long step = 0; step < budget.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            _private!.Sum(data, _lots.Draw(all, budget.Probability, secrets), random);
            _private.Release(noise, budget.Lot, secrets);
            Step(anchor, scale);
        }
        Model.Graph.Training = false;
    }

    /// <summary>Makes model and optimizer ready.</summary>
    /// <returns>What the proximal term pulls towards; empty without one.</returns>
    private ReadOnlySpan<float> Begin(RandomStream random, bool continues)
    {
        Model.Graph.Training = true;
        Model.Graph.Random = random.Derive("dropout");
        if (!continues) _state.Reset();
        return _options.ProximalMu > 0 ? Model.Parameters.Trainable.ToArray() : [];
    }

    /// <summary>The loss of a batch; its gradient is left in the model.</summary>
    private double Differentiate(Dataset data, ReadOnlySpan<int> batch, RandomStream random)
    {
        int most = Model.Graph.Capacity;
        if (batch.Length <= most) return DifferentiatePart(data, batch, random);
        Span<float> gradient = Model.Parameters.Gradient;
        if (_sum.Length == 0) _sum = new float[gradient.Length];
        _sum.AsSpan().Clear();
        double loss = 0;
        for (int start = 0; start < batch.Length; start += most)
        {
            ReadOnlySpan<int> part = batch.Slice(start, Math.Min(most, batch.Length - start));
            double share = (double)part.Length / batch.Length;
            loss += share * DifferentiatePart(data, part, random);
            for (int i = 0; i < _sum.Length; i++) _sum[i] += (float)share * gradient[i];
        }
        _sum.CopyTo(gradient);
        return loss;
    }

    private double DifferentiatePart(Dataset data, ReadOnlySpan<int> part, RandomStream random)
    {
        Model.Load(data, part, random);
        Model.Graph.Forward();
        Model.Graph.Backward(Model.Loss);
        return Model.Loss.Values[0];
    }

    private void Step(ReadOnlySpan<float> anchor, double scale)
    {
        Span<float> gradient = Model.Parameters.Gradient, values = Model.Parameters.Trainable;
        float mu = (float)_options.ProximalMu;
        for (int i = 0; i < anchor.Length; i++) gradient[i] += mu * (values[i] - anchor[i]);
        if (_options.ClipGradient is { } largest) Clip(gradient, largest);
        _options.Optimizer.Step(values, gradient, _state, scale);
    }

    private Span<int> Shuffle(Dataset data, int examples, RandomStream random)
    {
        if (_order.Length < examples) _order = new int[examples];
        Span<int> order = _order.AsSpan(0, examples);
        Model.ListExamples(data, order, random);
        random.Shuffle(order);
        return order;
    }

    private static void Clip(Span<float> gradient, double largest)
    {
        double square = 0;
        foreach (float g in gradient) square += (double)g * g;
        if (square <= largest * largest) return;
        float factor = (float)(largest / Math.Sqrt(square));
        foreach (ref float g in gradient) g *= factor;
    }
}
