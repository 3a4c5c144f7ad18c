namespace Tributary.Models;

/// <summary>The rows of one storage after those of another.</summary>
internal sealed class JoinedFeatures(IFeatures first, IFeatures second) : IFeatures
{
    public int Count => first.Count + second.Count;

    public void Copy(int row, Span<float> destination)
    {
        if (row < first.Count) first.Copy(row, destination);
        else second.Copy(row - first.Count, destination);
    }
}
