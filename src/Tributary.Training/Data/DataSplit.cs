using Tributary.Models;

namespace Tributary.Training;

/// <summary>Data to learn from, and data to measure with where the source has some set apart.</summary>
public sealed record DataSplit(Dataset Train, Dataset? Test)
{
    /// <summary>What whoever started the work should know of the reading, a line each: rows that are not used, and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
