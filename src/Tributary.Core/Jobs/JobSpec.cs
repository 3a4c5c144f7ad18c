namespace Tributary.Core;

/// <summary>A job as data: everything a run needs to know, and nothing that runs.</summary>
/// <remarks>Read by <see cref="JobReader"/>: comments and trailing commas are allowed, unknown options are refused.</remarks>
public sealed record JobSpec : IChecked
{
    /// <summary>What people call the job.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, in a sentence.</summary>
    public string? Description { get; init; }

    /// <summary>The number from which everything random and public in the run is derived.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What is learnt from.</summary>
    public required Part Data { get; init; }

    /// <summary>How the data is divided among clients, where it is not by nature.</summary>
    public required Part Partition { get; init; }

    /// <summary>
    /// The share of its examples that each site keeps for testing; null for a fifth where the data has no test part, else nothing.
    /// </summary>
    public double? Holdout { get; init; }

    /// <summary>What is trained.</summary>
    public required Part Model { get; init; }

    /// <summary>How the server steps.</summary>
    public Part Strategy { get; init; } = Part.Of("fed-avg");

    /// <summary>How updates become one, or null for what the strategy prefers.</summary>
    public Part? Aggregator { get; init; }

    /// <summary>How much each client's update counts.</summary>
    public Weighting Weighting { get; init; } = Weighting.Examples;

    /// <summary>
    /// The number of examples that counts as weight one, or null for those of the largest client; a client with more counts as this many.
    /// </summary>
    public double? LargestWeight { get; init; }

    /// <summary>Who takes part in a round.</summary>
    public Part Selector { get; init; } = Part.Of("all");

    /// <summary>When a round is complete.</summary>
    public Part Pacing { get; init; } = Part.Of("all");

    /// <summary>
    /// The least number of clients that make a model: a round waits until so many are there, and fails with fewer updates.
    /// </summary>
    public int MinimumCohort { get; init; } = 1;

    /// <summary>What updates pass through, in order.</summary>
    public IReadOnlyList<Part> Stages { get; init; } = [];

    /// <summary>What the job promises those whose data it learns from; needs a stage that adds noise.</summary>
    public PrivacyOptions? Privacy { get; init; }

    /// <summary>How sites fill up the classes that they have few of, or null for not at all.</summary>
    public BalanceOptions? Balance { get; init; }

    /// <summary>What a client does in a round of training.</summary>
    public LocalOptions Local { get; init; } = new();

    /// <summary>The number of rounds of training.</summary>
    public required int Rounds { get; init; }

    /// <summary>
    /// Whether the columns of the data are brought to mean zero and variance one, by sums over all sites, before training.
    /// </summary>
    public bool Normalize { get; init; }

    /// <summary>When the model is measured, and when it is good enough.</summary>
    public EvaluationOptions Evaluate { get; init; } = new();

    /// <summary>What else is trained to compare the federated model with.</summary>
    public IReadOnlyList<Baseline> Compare { get; init; } = [];

    /// <summary>How a simulation's clients behave; the field ignores it.</summary>
    public SimulationOptions Simulation { get; init; } = new();

    /// <summary>Who takes part in the field, and how long it waits for them; a simulation ignores it.</summary>
    public FieldOptions Field { get; init; } = new();

    /// <summary>Whether anything that the job asks is weighed by examples: training, or the statistics of columns before it.</summary>
    public bool WeighsByExamples() => Weighting == Weighting.Examples || Normalize;

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (string.IsNullOrWhiteSpace(Name))
            yield return Problem.OutOfRange($"{path}.name", "The name is empty, and reports need one. Give the job a name.");
        if (Rounds < 1)
            yield return Problem.OutOfRange($"{path}.rounds", $"{Rounds} rounds train nothing. Ask for at least one.");
        if (MinimumCohort < 1)
            yield return Problem.OutOfRange($"{path}.minimumCohort",
                $"A model of {MinimumCohort} clients would have learnt from nobody. Ask for at least one.");
        if (Holdout is not null and not (> 0 and < 1))
            yield return Problem.OutOfRange($"{path}.holdout",
                $"{Holdout} is no share of the examples: nothing would be left to train on, or to measure with. " +
                "Give a number between 0 and 1, such as 0.2.");
        if (LargestWeight is <= 0)
            yield return Problem.OutOfRange($"{path}.largestWeight",
                "The weight that counts as one must be above zero, for all weights are divided by it. " +
                "Give the largest number of examples that a client should count as.");
        if (LargestWeight is not null && !WeighsByExamples())
            yield return Problem.OutOfRange($"{path}.largestWeight",
                "With uniform weighting every client weighs one, so a largest weight would do nothing. Remove it, or weigh by examples.");
        if (Normalize && Local.Privacy is { PublicStatistics: false })
            yield return new Problem(ProblemCodes.ExampleStatisticsUncovered, $"{path}.normalize",
                "The means and deviations of the columns are sent without noise, and no epsilon of 'local.privacy' covers them. Leave "
                + "'normalize' out, or say with 'publicStatistics' that such numbers are known of this data anyway.");
        if (Balance is not null && (Privacy is not null || Local.Privacy is not null))
            yield return new Problem(ProblemCodes.BalanceUncovered, $"{path}.balance",
                "The generator is made of the same examples before training, and the epsilon of 'privacy' or 'local.privacy' counts "
                + "training alone: the promise would be false. Leave one of the two out; 'dp-merf' makes a promise of its own.");
        if (Compare.Distinct().Count() != Compare.Count)
            yield return Problem.OutOfRange($"{path}.compare", "A comparison is asked for twice. Remove one.");
    }
}
