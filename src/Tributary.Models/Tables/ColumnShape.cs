using System.Text.Json.Serialization;

namespace Tributary.Models;

/// <summary>A column of a table of rows: numbers within bounds, or one of some values; either may have missing cells.</summary>
/// <remarks>
/// A cell is a float: the number, or the place of the value in <see cref="Values"/>, one past the last for a value that is none of them,
/// and not a number where the cell is missing.
/// </remarks>
public sealed record ColumnShape
{
    /// <summary>What a generated table writes for a value that is none of those that are listed.</summary>
    public const string OtherName = "(other)";

    /// <summary>The column's name.</summary>
    public required string Name { get; init; }

    /// <summary>The values of a column of names, in order; null where the column has numbers.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>The least number, itself possible; what is below counts as this.</summary>
    public double? Minimum { get; init; }

    /// <summary>The greatest number, itself possible; what is above counts as this.</summary>
    public double? Maximum { get; init; }

    /// <summary>Whether all numbers are whole.</summary>
    public bool Whole { get; init; }

    /// <summary>Whether cells may be missing, which is then a value of its own.</summary>
    public bool Missing { get; init; }

    /// <summary>Whether there may be values beside those that are listed, which are then one value together.</summary>
    public bool Other { get; init; }

    /// <summary>
    /// Whether the bounds were said by whoever made the data, and not found in its rows: what was found in rows is not private.
    /// </summary>
    public bool Stated { get; init; }

    /// <summary>Whether the column has numbers.</summary>
    [JsonIgnore]
    public bool IsNumeric => Values is null;
}
