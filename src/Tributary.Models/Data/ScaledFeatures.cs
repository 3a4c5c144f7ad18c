namespace Tributary.Models;

/// <summary>Features moved and stretched as they are read.</summary>
internal sealed class ScaledFeatures(IFeatures source, FeatureScaling scaling) : IFeatures
{
    public int Count => source.Count;

    public void Copy(int row, Span<float> destination)
    {
        source.Copy(row, destination);
        for (int i = 0; i < scaling.Width; i++) destination[i] = (destination[i] - scaling.Mean[i]) * scaling.InverseDeviation[i];
    }
}
