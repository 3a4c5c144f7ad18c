namespace Tributary.Models;

/// <summary>Features stored as floats.</summary>
internal sealed class FloatFeatures(float[] values, int width) : IFeatures
{
    public int Count => values.Length / width;

    public void Copy(int row, Span<float> destination) => values.AsSpan(row * width, width).CopyTo(destination);
}
