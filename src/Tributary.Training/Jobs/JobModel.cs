using Tributary.Core;
using Tributary.Models;

namespace Tributary.Training;

/// <summary>A job's model for data of one shape: how it is built wherever the job runs.</summary>
/// <param name="Job">The job.</param>
/// <param name="Architecture">What it trains.</param>
/// <param name="Shape">What the data looks like.</param>
/// <param name="Local">What a client does in a round.</param>
public sealed record JobModel(JobSpec Job, IArchitecture Architecture, DataShape Shape, LocalTraining Local)
{
    // Larger graphs train no faster; larger batches are taken in parts, so that memory does not grow with them.
    private const int MostAtOnce = 128;

    private readonly Lazy<ExampleBudgets?> _budgets = new(() => Local.Privacy is null ? null
        : new ExampleBudgets(Local, Job.Rounds, Architecture.Build(Shape, 1, JobStreams.Initialization(Job)).Parameters.Trainable.Length));

    /// <summary>The number of examples that models for training have room for at once.</summary>
    public int TrainingCapacity => (Local.Privacy?.Lot ?? Local.BatchSize) is > 0 and < MostAtOnce and int batch ? batch : MostAtOnce;

    /// <summary>How each client hides its examples; null without <c>local.privacy</c>.</summary>
    public ExampleBudgets? Budgets => _budgets.Value;

    /// <summary>The model with its first values, and room for so many examples.</summary>
    /// <exception cref="DataException">The model is none for such data.</exception>
    /// <exception cref="Tensors.TensorException">Its shapes do not fit the data.</exception>
    public Model Build(int capacity = 1) => Architecture.Build(Shape, capacity, JobStreams.Initialization(Job));

    /// <summary>A loop that trains a model of its own.</summary>
    public TrainingLoop BuildLoop() => Budgets is null
        ? new(BuildPlanned(TrainingCapacity, forTraining: true), Local)
        : new(Build(TrainingCapacity), Local, Budgets); // gradients of single examples need all results at once: no plan

    /// <summary>A model to measure with, in the chunks of <see cref="Evaluator"/>.</summary>
    public Model BuildForEvaluation() => BuildPlanned(Evaluator.ChunkSize, forTraining: false);

    private Model BuildPlanned(int capacity, bool forTraining)
    {
        Model model = Build(capacity);
        model.Plan(forTraining);
        return model;
    }
}
