using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Simulation;

/// <summary>The parts that a job names; a part with a problem is null.</summary>
internal sealed record JobParts
{
    private Strategy? _strategy;
    private IAggregator? _aggregator;
    private ISelector? _selector;
    private IPacing? _pacing;
    private IOptimizer? _optimizer;
    private IReadOnlyList<IStage?> _stages = [];

    public IDataSource? Data { get; private init; }

    public IPartition? Partition { get; private init; }

    public IArchitecture? Architecture { get; private init; }

    public ISpeed? Speed { get; private init; }

    public Schedule Schedule { get; private init; } = Schedule.Constant;

    /// <summary>Looks every part up; all problems at once.</summary>
    public static JobParts Resolve(JobSpec job, TrainingCatalog catalog, ICollection<Problem> problems) => new()
    {
        Data = catalog.Data.Resolve(job.Data, "$.data", problems),
        Partition = catalog.Partitions.Resolve(job.Partition, "$.partition", problems),
        Architecture = catalog.Models.Resolve(job.Model, "$.model", problems),
        Speed = SpeedCatalog.Speeds.Resolve(job.Simulation.Speed, "$.simulation.speed", problems),
        Schedule = job.Local.Schedule is { } schedule
            ? catalog.Jobs.Schedules.Resolve(schedule, "$.local.schedule", problems) ?? Schedule.Constant
            : Schedule.Constant,
        _strategy = catalog.Jobs.Strategies.Resolve(job.Strategy, "$.strategy", problems),
        _aggregator = job.Aggregator is { } aggregator ? catalog.Jobs.Aggregators.Resolve(aggregator, "$.aggregator", problems) : null,
        _selector = catalog.Jobs.Selectors.Resolve(job.Selector, "$.selector", problems),
        _pacing = catalog.Jobs.Pacings.Resolve(job.Pacing, "$.pacing", problems),
        _optimizer = catalog.Jobs.Optimizers.Resolve(job.Local.Optimizer, "$.local.optimizer", problems),
        _stages = [.. job.Stages.Select((stage, i) => catalog.Jobs.Stages.Resolve(stage, $"$.stages[{i}]", problems))],
    };

    /// <summary>How the federation learns; call only where there was no problem.</summary>
    public Composition Compose(JobSpec job) => new()
    {
        Strategy = _strategy! with { Aggregator = _aggregator ?? _strategy!.Aggregator, Weighting = job.Weighting },
        Selector = _selector!,
        Pacing = _pacing!,
        Pipeline = new Pipeline([.. _stages.Select(stage => stage!)]),
    };

    /// <summary>What a client does in a round; call only where there was no problem.</summary>
    public TrainingOptions Training(JobSpec job) => new()
    {
        Optimizer = _optimizer!,
        Epochs = _strategy!.OneFullBatchStep ? 1 : job.Local.Epochs ?? 1,
        Steps = _strategy.OneFullBatchStep ? null : job.Local.Steps,
        BatchSize = _strategy.OneFullBatchStep ? 0 : job.Local.BatchSize,
        ProximalMu = job.Local.ProximalMu,
        ClipGradient = job.Local.ClipGradient,
    };
}
