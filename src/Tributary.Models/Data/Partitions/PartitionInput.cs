namespace Tributary.Models;

/// <summary>What a partition may look at: how many examples there are, their classes and whose they are.</summary>
public sealed record PartitionInput
{
    /// <summary>The number of examples.</summary>
    public required int Count { get; init; }

    /// <summary>One class an example, from 0; null where examples have none.</summary>
    public int[]? Labels { get; init; }

    /// <summary>The number of classes; zero where examples have none.</summary>
    public int ClassCount { get; init; }

    /// <summary>Whose each example is; null where the source says nothing.</summary>
    public string[]? Keys { get; init; }

    internal int[] RequireLabels() =>
        Labels ?? throw new DataException(
            "The partition goes by class, but these examples have no labels. Divide them by key, by size or at random.");

    internal string[] RequireKeys() =>
        Keys ?? throw new DataException(
            "The partition goes by key, but these examples have none. Name a key column, or divide them by class or at random.");

    internal void RequireEnoughFor(int clients, string what = "clients")
    {
        if (clients < 1) throw new DataException($"The number of {what} is {clients}. Use at least one.");
        if (clients > Count)
            throw new DataException(
                $"{Count} examples cannot be divided among {clients} {what}: some would be empty. Use fewer {what} or more data.");
    }
}
