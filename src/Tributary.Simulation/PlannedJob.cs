using Tributary.Core;
using Tributary.Models;
using Tributary.Privacy;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Simulation;

/// <summary>A job of which every part has been found, checked and fitted to the others; nothing more can be wrong with it.</summary>
public sealed record PlannedJob
{
    /// <summary>The job as it was written.</summary>
    public required string Text { get; init; }

    /// <summary>The job.</summary>
    public required JobSpec Spec { get; init; }

    /// <summary>The sites and their data.</summary>
    public required Federation Federation { get; init; }

    /// <summary>What is trained, and how it is built.</summary>
    public required JobModel Model { get; init; }

    /// <summary>How the federation learns: strategy, selector, pacing, stages, and what a client does in a round.</summary>
    public required Composition Composition { get; init; }

    /// <summary>How fast clients are.</summary>
    public required ISpeed Speed { get; init; }

    /// <summary>The number of examples that counts as weight one.</summary>
    public required double LargestWeight { get; init; }

    /// <summary>The parameters that every run of this job starts from.</summary>
    public required ParameterSet Initial { get; init; }

    /// <summary>The generator of tables that the job makes, for what it counts; null where it makes none.</summary>
    public ITableModel? Table { get; init; }

    /// <summary>The generator of images that the job makes of one sum, for what is summed; null where it makes none.</summary>
    public MeanEmbeddingModel? Embedding { get; init; }

    /// <summary>The generator with which sites fill up scarce classes, or null where they do not.</summary>
    public PlannedBalance? Balance { get; init; }

    /// <summary>What the run asks, in order.</summary>
    public required IReadOnlyList<IPhase> Phases { get; init; }

    /// <summary>What whoever started the job should know of its data, a line each: rows that are not used, and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The pipeline fitted to the job's model and expected cohort: what <c>validate</c> prints.</summary>
    public required PlannedPipeline Plan { get; init; }

    /// <summary>What training promises those whose data it learns from, or null where it promises nothing.</summary>
    public PrivacyPlan? Privacy { get; init; }

    /// <summary>What the data looks like to a model.</summary>
    public DataShape Shape => Model.Shape;

    /// <summary>What is trained.</summary>
    public IArchitecture Architecture => Model.Architecture;

    /// <summary>The measure by which this job's models are compared.</summary>
    public MetricDescription Metric => Classifies
        ? MetricDescription.Accuracy
        : new MetricDescription("loss", "Loss", HigherIsBetter: false, IsShare: false);

    /// <summary>Whether the model tells classes apart.</summary>
    public bool Classifies => Architecture is LogisticRegression or Mlp or ConvNet;

    /// <summary>Whether virtual time means anything: clients differ in speed, fail, or have a deadline.</summary>
    public bool SimulatesTime => Speed is not ConstantSpeed || Spec.Simulation.Dropout > 0 || Composition.Pacing.Deadline is not null;

    /// <summary>The stream that everything random in the simulation is derived from.</summary>
    public RandomStream Random => new(Spec.Seed);
}
