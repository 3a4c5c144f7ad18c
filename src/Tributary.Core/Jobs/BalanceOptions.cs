using System.Text.Json.Nodes;

namespace Tributary.Core;

/// <summary>A generator that the sites make together before training, with which each fills up the classes that it has few of.</summary>
public sealed record BalanceOptions : IChecked
{
    /// <summary>The generator: a model that draws examples of a class.</summary>
    public required Part Model { get; init; }

    /// <summary>How many examples of each class a site trains on at least; what it lacks is generated. At least 1.</summary>
    public required int Examples { get; init; }

    /// <summary>The number of rounds in which the generator is made, at least 1; null for one.</summary>
    public int? Rounds { get; init; }

    /// <summary>Steps that a client takes in each of them, where the generator is trained, at least 1; null for 50.</summary>
    public int? Steps { get; init; }

    /// <summary>Examples a step, where the generator is trained, at least 1; null for 32.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The client's optimizer, where the generator is trained; null for AdamW with a rate of 0.002.</summary>
    public Part? Optimizer { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Examples < 1)
            yield return Problem.OutOfRange($"{path}.examples",
                $"{Examples} examples of each class would fill up nothing. Give at least 1, or leave 'balance' out.");
        foreach ((string name, int? number) in new[] { ("rounds", Rounds), ("steps", Steps), ("batchSize", BatchSize) })
            if (number < 1)
                yield return Problem.OutOfRange($"{path}.{name}", $"With {number} no generator would be made. Give at least 1.");
    }

    /// <summary>The job that makes the generator over the same sites.</summary>
    /// <param name="job">The job that these options are of.</param>
    /// <param name="seed">Its seed: another, so that no stream is used twice.</param>
    public JobSpec GeneratorOf(JobSpec job, ulong seed) => job with
    {
        Seed = seed,
        Model = Model,
        Rounds = Rounds ?? 1,
        Strategy = Part.Of("fed-avg"),
        Aggregator = null,
        Local = new LocalOptions
        {
            Steps = Steps ?? 50,
            BatchSize = BatchSize ?? 32,
            Optimizer = Optimizer ?? Part.Of("adamw", KeyValuePair.Create<string, JsonNode?>("learningRate", 0.002)),
        },
        Evaluate = new EvaluationOptions { Every = Rounds ?? 1 },
        Compare = [],
        Balance = null,
    };
}
