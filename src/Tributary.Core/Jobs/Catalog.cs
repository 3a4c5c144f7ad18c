using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Every name that a job may use, by the place where it may be used.</summary>
public sealed class Catalog
{
    private readonly SortedDictionary<string, IRegistry> _slots = new(StringComparer.Ordinal);

    /// <summary>The registries of this library; models, data and partitions are put in by the libraries that have them.</summary>
    public Catalog()
    {
        Put("$.strategy", Strategies).Put("$.aggregator", Aggregators).Put("$.selector", Selectors).Put("$.pacing", Pacings).Put("$.stages[]", Stages);
        Put("$.local.optimizer", Optimizers).Put("$.local.schedule", Schedules);
    }

    /// <summary>The registries by path, with <c>[]</c> for every item of a list: <c>$.stages[]</c>.</summary>
    public IReadOnlyDictionary<string, IRegistry> Slots => _slots;

    /// <summary>How the server steps.</summary>
    public Registry<Strategy> Strategies { get; } = new Registry<Strategy>("strategy")
        .Add("fed-avg", "The weighted mean of the clients' models.", CoreJson.Default.FedAvg, new FedAvg(), part => part.ToStrategy())
        .Add("fed-sgd", "One full-batch gradient step a client and round.", CoreJson.Default.FedSgd, new FedSgd(), part => part.ToStrategy())
        .Add("fed-avg-m", "Federated averaging with momentum at the server.", CoreJson.Default.FedAvgM, new FedAvgM(), part => part.ToStrategy())
        .Add("fed-adam", "Adam at the server.", CoreJson.Default.FedAdam, new FedAdam(), part => part.ToStrategy())
        .Add("fed-yogi", "Yogi at the server.", CoreJson.Default.FedYogi, new FedYogi(), part => part.ToStrategy())
        .Add("fed-adagrad", "Adagrad at the server.", CoreJson.Default.FedAdagrad, new FedAdagrad(), part => part.ToStrategy());

    /// <summary>How updates become one.</summary>
    public Registry<IAggregator> Aggregators { get; } = new Registry<IAggregator>("aggregator")
        .Add("mean", "The weighted mean of all updates.", CoreJson.Default.Mean, new Mean())
        .Add("median", "The median of every coordinate.", CoreJson.Default.Median, new Median())
        .Add("trimmed-mean", "The mean of every coordinate without the largest and smallest values.", CoreJson.Default.TrimmedMean, new TrimmedMean());

    /// <summary>Who takes part.</summary>
    public Registry<ISelector> Selectors { get; } = new Registry<ISelector>("selector")
        .Add("all", "Everybody.", CoreJson.Default.AllSelector, new AllSelector())
        .Add("uniform", "A number or a share of the clients, at random.", CoreJson.Default.UniformSelector, new UniformSelector { Fraction = 0.1 })
        .Add("poisson", "Every client with the same probability, independently.", CoreJson.Default.PoissonSelector, new PoissonSelector { Probability = 0.1 })
        .Add("fixed", "The clients that are named.", CoreJson.Default.FixedSelector, new FixedSelector { Clients = ["site-1"] });

    /// <summary>When a round is complete.</summary>
    public Registry<IPacing> Pacings { get; } = new Registry<IPacing>("pacing")
        .Add("all", "When everybody has answered or dropped out.", CoreJson.Default.AllPacing, new AllPacing())
        .Add("count", "After a number of updates.", CoreJson.Default.CountPacing, new CountPacing { Count = 1 })
        .Add("fraction", "After a share of the wanted updates.", CoreJson.Default.FractionPacing, new FractionPacing { Fraction = 0.9 });

    /// <summary>What updates pass through.</summary>
    public Registry<IStage> Stages { get; } = new Registry<IStage>("stage")
        .Add("share", "Keeps only some of the model's tensors in the update.", CoreJson.Default.Share, new Share { Tensors = ["*"] })
        .Add("clip", "Bounds the Euclidean norm of an update.", CoreJson.Default.Clip, new Clip { Norm = 1 })
        .Add("quantize", "Sends a few bits a number.", CoreJson.Default.Quantize, new Quantize())
        .Add("top-k", "Sends only the largest changes.", CoreJson.Default.TopK, new TopK { Fraction = 0.01 })
        .Add("rand-k", "Sends the same random coordinates of every update.", CoreJson.Default.RandK, new RandK { Fraction = 0.1 })
        .Add("zip", "Compresses the bytes of an update.", CoreJson.Default.Zip, new Zip())
        .Add("plain-sum", "Reads updates only as a sum of their group, WITHOUT any secrecy: a rehearsal of secure aggregation.", CoreJson.Default.PlainSum, new PlainSum());

    /// <summary>How clients step.</summary>
    public Registry<IOptimizer> Optimizers { get; } = new Registry<IOptimizer>("optimizer")
        .Add("sgd", "Gradient descent, with momentum on request.", CoreJson.Default.Sgd, new Sgd { LearningRate = 0.1 })
        .Add("adamw", "Adam with decoupled weight decay.", CoreJson.Default.AdamW, new AdamW { LearningRate = 1e-3 })
        .Add("yogi", "Yogi.", CoreJson.Default.Yogi, new Yogi { LearningRate = 1e-2 })
        .Add("adagrad", "Adagrad.", CoreJson.Default.Adagrad, new Adagrad { LearningRate = 1e-2 });

    /// <summary>How the clients' learning rate changes over the rounds.</summary>
    public Registry<Schedule> Schedules { get; } = new Registry<Schedule>("schedule")
        .Add("cosine", "Falls along half a cosine wave.", CoreJson.Default.CosineDecay, new CosineDecay { Steps = 100 })
        .Add("step", "Is multiplied by a rate after every so many rounds.", CoreJson.Default.StepDecay, new StepDecay { Every = 100, Rate = 0.5 })
        .Add("warm-up", "Rises, then stays or falls.", CoreJson.Default.WarmUp, new WarmUp { Rounds = 10 }, part => part.ToSchedule());

    /// <summary>Lets the part at <paramref name="path"/> of a job use the names of <paramref name="registry"/>.</summary>
    /// <returns>This catalog, for the next registry.</returns>
    public Catalog Put(string path, IRegistry registry)
    {
        _slots.Add(path, registry);
        return this;
    }
}
