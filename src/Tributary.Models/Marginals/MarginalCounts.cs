namespace Tributary.Models;

/// <summary>What a generator is fitted to: the counts of all rows together.</summary>
public sealed record MarginalCounts
{
    /// <summary>The number of groups of every column.</summary>
    public required int[] Sizes { get; init; }

    /// <summary>The place of the label, or -1.</summary>
    public required int Label { get; init; }

    /// <summary>Counts over every set of columns that was asked for, as they are.</summary>
    public required IReadOnlyList<Factor> Cliques { get; init; }

    /// <summary>Counts of every column by itself, with the noise that was published.</summary>
    public required IReadOnlyList<MarginalMeasurement> Columns { get; init; }

    /// <summary>The number of rows, as those tell.</summary>
    public required double Total { get; init; }

    /// <summary>What may be spent on more, or null where rows are not hidden.</summary>
    public IMarginalNoise? Noise { get; init; }
}
