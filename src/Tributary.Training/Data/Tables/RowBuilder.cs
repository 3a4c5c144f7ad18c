using Tributary.Models;

namespace Tributary.Training;

/// <summary>Gathers rows of a declared table, from one file or several.</summary>
internal sealed class RowBuilder(TableSchema schema)
{
    private readonly IReadOnlyList<string> _featureNames = schema.FeatureNames;
    private readonly List<float> _values = [];
    private readonly List<int> _labels = [];
    private readonly List<string?> _keys = [];

    /// <summary>The number of features of a row.</summary>
    public int Width => _featureNames.Count;

    /// <summary>Adds a row; a key says whose it is, for all rows or none.</summary>
    public void Add(ReadOnlySpan<float> features, int label, string? key)
    {
        _values.AddRange(features);
        _labels.Add(label);
        _keys.Add(key);
    }

    /// <summary>All rows that were added.</summary>
    public LabelledData ToData() => LabelledData.FromColumns(
        _featureNames, [.. _values], [.. _labels], schema.ClassNames, _keys.Contains(null) ? null : [.. _keys.OfType<string>()]);
}
