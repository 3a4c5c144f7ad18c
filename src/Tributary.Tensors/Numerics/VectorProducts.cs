namespace Tributary.Tensors;

/// <summary>Products of two vectors of one length, with the same bits on every processor.</summary>
public static class VectorProducts
{
    /// <summary>The inner product.</summary>
    /// <exception cref="ArgumentException">The vectors have different lengths.</exception>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => Reduction.Dot(x, Like(x, y));

    /// <summary>The squared Euclidean distance.</summary>
    /// <exception cref="ArgumentException">The vectors have different lengths.</exception>
    public static float SquaredDistance(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => Reduction.SquaredDistance(x, Like(x, y));

    private static ReadOnlySpan<float> Like(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => x.Length == y.Length
        ? y
        : throw new ArgumentException($"The vectors have {x.Length} and {y.Length} elements and cannot be multiplied.", nameof(y));
}
