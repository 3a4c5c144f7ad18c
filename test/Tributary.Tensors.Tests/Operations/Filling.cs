namespace Tributary.Tensors.Tests;

internal static class Filling
{
    /// <summary>The same numbers again and again.</summary>
    public static Indices Filled(this Indices indices, params int[] pattern)
    {
        for (int i = 0; i < indices.Values.Length; i++) indices.Values[i] = pattern[i % pattern.Length];
        return indices;
    }

    /// <summary>The same numbers again and again.</summary>
    public static Tensor Filled(this Tensor tensor, params float[] pattern)
    {
        for (int i = 0; i < tensor.Values.Length; i++) tensor.Values[i] = pattern[i % pattern.Length];
        return tensor;
    }
}
