using System.Runtime.Intrinsics;

namespace Tributary.Models;

/// <summary>Features that are bytes at the source, such as pixels: a quarter of the memory of floats.</summary>
internal sealed class ByteFeatures(ReadOnlyMemory<byte> values, int width, float scale) : IFeatures
{
    public int Count => values.Length / width;

    public void Copy(int row, Span<float> destination)
    {
        ReadOnlySpan<byte> source = values.Span.Slice(row * width, width);
        destination = destination[..width];
        int i = 0;
        for (; i <= width - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            (Vector128<ushort> lower, Vector128<ushort> upper) = Vector128.Widen(Vector128.Create(source[i..]));
            Convert(lower).CopyTo(destination[i..]);
            Convert(upper).CopyTo(destination[(i + Vector128<ushort>.Count)..]);
        }
        for (; i < width; i++) destination[i] = source[i] * scale;
    }

    private Vector256<float> Convert(Vector128<ushort> eight)
    {
        (Vector128<uint> lower, Vector128<uint> upper) = Vector128.Widen(eight);
        return Vector256.ConvertToSingle(Vector256.Create(lower, upper).AsInt32()) * scale;
    }
}
