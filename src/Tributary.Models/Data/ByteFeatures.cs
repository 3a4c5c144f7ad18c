namespace Tributary.Models;

/// <summary>Features that are bytes at the source, such as pixels: a quarter of the memory of floats.</summary>
internal sealed class ByteFeatures(ReadOnlyMemory<byte> values, int width, float scale) : IFeatures
{
    public int Count => values.Length / width;

    public void Copy(int row, Span<float> destination)
    {
        ReadOnlySpan<byte> source = values.Span.Slice(row * width, width);
        destination = destination[..width];
        for (int i = 0; i < destination.Length; i++) destination[i] = source[i] * scale;
    }
}
