using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Every name that a job may use, by the place where it may be used.</summary>
public sealed class Catalog
{
    private readonly SortedDictionary<string, IRegistry> _slots = new(StringComparer.Ordinal);

    /// <summary>The names of this library; models, data and partitions are put in by the libraries that have them.</summary>
    public Catalog() =>
        Put("$.strategy", Strategies)
            .Put("$.aggregator", Aggregators)
            .Put("$.selector", Selectors)
            .Put("$.pacing", Pacings)
            .Put("$.stages[]", Stages)
            .Put("$.local.optimizer", Optimizers)
            .Put("$.local.schedule", Schedules);

    /// <summary>The registries by path, with <c>[]</c> for every item of a list: <c>$.stages[]</c>.</summary>
    public IReadOnlyDictionary<string, IRegistry> Slots => _slots;

    /// <summary>What the server does with the averaged update.</summary>
    public Registry<Strategy> Strategies { get; } = new Registry<Strategy>("strategy")
        .Add("fed-avg", "The model moves to the mean of the clients' models.", CoreJson.Default.FedAvg, new FedAvg(),
            part => part.ToStrategy())
        .Add("fed-sgd", "Every client takes one step on all of its data; the server follows the mean.", CoreJson.Default.FedSgd,
            new FedSgd(), part => part.ToStrategy())
        .Add("fed-avg-m", "Federated averaging with momentum at the server.", CoreJson.Default.FedAvgM, new FedAvgM(),
            part => part.ToStrategy())
        .Add("fed-ex-lora", "Averages low-rank adapters exactly, with a full matrix for what the mean of factors loses.",
            CoreJson.Default.FedExLora, new FedExLora(), _ => FedExLora.ToStrategy())
        .Add("flora", "Adds up the low-rank products of all clients, and begins each round with fresh factors.",
            CoreJson.Default.FLora, new FLora(), _ => FLora.ToStrategy())
        .Add("diloco", "Nesterov momentum at the server, for clients that take many steps a round.", CoreJson.Default.DiLoCo, new DiLoCo(),
            part => part.ToStrategy())
        .Add("fed-adam", "Adam at the server.", CoreJson.Default.FedAdam, new FedAdam(), part => part.ToStrategy())
        .Add("fed-yogi", "Yogi at the server: Adam whose step size changes more slowly.", CoreJson.Default.FedYogi, new FedYogi(),
            part => part.ToStrategy())
        .Add("fed-adagrad", "Adagrad at the server.", CoreJson.Default.FedAdagrad, new FedAdagrad(), part => part.ToStrategy());

    /// <summary>How updates become one.</summary>
    public Registry<IAggregator> Aggregators { get; } = new Registry<IAggregator>("aggregator")
        .Add("mean", "The weighted mean of all updates.", CoreJson.Default.Mean, new Mean())
        .Add("median", "The median of every coordinate: fewer than half of the clients may lie.", CoreJson.Default.Median, new Median())
        .Add("trimmed-mean", "The mean of every coordinate without its largest and smallest values.", CoreJson.Default.TrimmedMean,
            new TrimmedMean());

    /// <summary>Who takes part in a round.</summary>
    public Registry<ISelector> Selectors { get; } = new Registry<ISelector>("selector")
        .Add("all", "Every client.", CoreJson.Default.AllSelector, new AllSelector())
        .Add("uniform", "A number or a share of the clients, all choices equally likely.", CoreJson.Default.UniformSelector,
            new UniformSelector())
        .Add("poisson", "Each client with the same probability, independently of the others.", CoreJson.Default.PoissonSelector,
            new PoissonSelector { Probability = 1 })
        .Add("cyclic", "Clients in turn, so that each takes part once in so many rounds.", CoreJson.Default.CyclicSelector,
            new CyclicSelector { Groups = 1 })
        .Add("fixed", "Clients by name.", CoreJson.Default.FixedSelector, new FixedSelector { Clients = ["client"] });

    /// <summary>When a round is complete.</summary>
    public Registry<IPacing> Pacings { get; } = new Registry<IPacing>("pacing")
        .Add("all", "When every invited client has answered or left.", CoreJson.Default.AllPacing, new AllPacing())
        .Add("count", "When a number of updates has arrived.", CoreJson.Default.CountPacing, new CountPacing { Count = 1 })
        .Add("fraction", "When a share of the updates has arrived.", CoreJson.Default.FractionPacing, new FractionPacing { Fraction = 1 });

    /// <summary>What updates pass through.</summary>
    public Registry<IStage> Stages { get; } = new Registry<IStage>("stage")
        .Add("share", "Sends only some tensors; the others stay with each client.", CoreJson.Default.Share, new Share { Tensors = ["*"] })
        .Add("clip", "Bounds the norm of every update.", CoreJson.Default.Clip, new Clip { Norm = 1 })
        .Add("quantize", "Sends few bits a number.", CoreJson.Default.Quantize, new Quantize())
        .Add("bf16", "Sends numbers as 16-bit floats.", CoreJson.Default.Bf16, new Bf16())
        .Add("top-k", "Sends the largest numbers only.", CoreJson.Default.TopK, new TopK { Fraction = 1 })
        .Add("rand-k", "Sends numbers at places drawn at random, the same at all clients.", CoreJson.Default.RandK,
            new RandK { Fraction = 1 })
        .Add("own-rank", "Sends of an adapter only the ranks that the client trains.", CoreJson.Default.OwnRank, new OwnRank())
        .Add("zip", "Compresses without loss.", CoreJson.Default.Zip, new Zip())
        .Add("plain-sum", "Adds the updates of a group before they are read. No secrecy: a rehearsal of what masks do.",
            CoreJson.Default.PlainSum, new PlainSum());

    /// <summary>How a client steps.</summary>
    public Registry<IOptimizer> Optimizers { get; } = new Registry<IOptimizer>("optimizer")
        .Add("sgd", "Stochastic gradient descent, with momentum and weight decay on request.", CoreJson.Default.Sgd,
            new Sgd { LearningRate = 1 })
        .Add("adamw", "Adam with decoupled weight decay.", CoreJson.Default.AdamW, new AdamW { LearningRate = 1 })
        .Add("yogi", "Adam whose step size changes more slowly.", CoreJson.Default.Yogi, new Yogi { LearningRate = 1 })
        .Add("adagrad", "Steps that shrink with the sum of squared gradients.", CoreJson.Default.Adagrad, new Adagrad { LearningRate = 1 });

    /// <summary>How the learning rate changes over the rounds.</summary>
    public Registry<Schedule> Schedules { get; } = new Registry<Schedule>("schedule")
        .Add("constant", "Not at all.", CoreJson.Default.ConstantOptions, new ConstantOptions(), _ => Schedule.Constant)
        .Add("cosine", "Falls along half a cosine wave.", CoreJson.Default.CosineDecay, new CosineDecay { Steps = 1 })
        .Add("step", "Is multiplied by a factor every so many rounds.", CoreJson.Default.StepDecay, new StepDecay { Every = 1, Rate = 1 })
        .Add("warm-up", "Rises to the full rate, then stays or falls along half a cosine wave.", CoreJson.Default.WarmUpOptions,
            new WarmUpOptions { Steps = 1 }, part => part.ToSchedule());

    /// <summary>Lets the part at <paramref name="path"/> of a job use the names of <paramref name="registry"/>.</summary>
    /// <returns>This catalog, for the next registry.</returns>
    public Catalog Put(string path, IRegistry registry)
    {
        _slots.Add(path, registry);
        return this;
    }

    /// <summary>Makes the parts that decide how a federation learns.</summary>
    /// <param name="job">The job.</param>
    /// <param name="problems">Takes everything that is wrong with them.</param>
    /// <returns>The parts, or null where there is a problem.</returns>
    public Composition? Compose(JobSpec job, ICollection<Problem> problems)
    {
        int before = problems.Count;
        Strategy? strategy = Strategies.Resolve(job.Strategy, "$.strategy", problems);
        IAggregator? aggregator = job.Aggregator is null ? null : Aggregators.Resolve(job.Aggregator, "$.aggregator", problems);
        ISelector? selector = Selectors.Resolve(job.Selector, "$.selector", problems);
        IPacing? pacing = Pacings.Resolve(job.Pacing, "$.pacing", problems);
        IStage?[] stages = [.. job.Stages.Select((stage, i) => Stages.Resolve(stage, $"$.stages[{i}]", problems))];
        IOptimizer? optimizer = Optimizers.Resolve(job.Local.Optimizer, "$.local.optimizer", problems);
        Schedule? schedule = job.Local.Schedule is null
            ? Schedule.Constant
            : Schedules.Resolve(job.Local.Schedule, "$.local.schedule", problems);
        if (selector?.SamplingProbability is not null && pacing?.Invite(100) > 100)
            problems.Add(Problem.OutOfRange("$.pacing.overSelection",
                "Clients invited beyond a Poisson draw would make its sampling probability untrue, and privacy is accounted for by " +
                "it. Leave 'overSelection' out, or raise the probability."));
        if (aggregator is not null && strategy?.Aggregator.Sees == Sees.Each)
            problems.Add(Problem.OutOfRange("$.aggregator",
                $"'{strategy.Name}' has a rule of its own by which updates become one, and another would undo it. " +
                "Leave 'aggregator' out."));
        if (problems.Count > before) return null;
        return new Composition
        {
            Strategy = strategy! with { Aggregator = aggregator ?? strategy.Aggregator, Weighting = job.Weighting },
            Selector = selector!,
            Pacing = pacing!,
            Pipeline = new Pipeline([.. stages.OfType<IStage>()]),
            Local = Train(job.Local, strategy.OneFullBatchStep, optimizer!, schedule!),
        };
    }

    private static LocalTraining Train(LocalOptions options, bool oneFullBatchStep, IOptimizer optimizer, Schedule schedule) => new()
    {
        Epochs = oneFullBatchStep || options.Steps is not null ? null : options.Epochs ?? 1,
        Steps = oneFullBatchStep ? 1 : options.Steps,
        BatchSize = oneFullBatchStep ? 0 : options.BatchSize,
        Optimizer = optimizer,
        KeepOptimizer = options.KeepOptimizer,
        Schedule = schedule,
        ProximalMu = options.ProximalMu,
        ClipGradient = options.ClipGradient,
        Privacy = oneFullBatchStep && options.Privacy is { } privacy ? privacy with { Lot = 0 } : options.Privacy,
    };
}
