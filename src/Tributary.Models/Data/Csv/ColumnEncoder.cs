namespace Tributary.Models;

/// <summary>How one column becomes features: a number as it is, or an indicator for every level.</summary>
internal abstract record ColumnEncoder(int Column)
{
    /// <summary>The names of the features, in order.</summary>
    public abstract IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Writes the features of a cell; null is a missing one.</summary>
    public abstract void Encode(string? cell, Span<float> features);
}
