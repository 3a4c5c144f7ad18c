namespace Tributary.Models;

/// <summary>Rows of equally many features, stored compactly and read as floats.</summary>
internal interface IFeatures
{
    /// <summary>The number of rows.</summary>
    int Count { get; }

    /// <summary>Writes one row.</summary>
    void Copy(int row, Span<float> destination);
}
