using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>The softmax of one row and its gradient.</summary>
internal static class SoftmaxRow
{
    /// <summary>Computes y = softmax(factor * x) with a positive factor; both may be the same row.</summary>
    /// <returns>The largest x, and the sum of e^(factor * (x - largest)).</returns>
    public static (float Max, float Sum) Forward(ReadOnlySpan<float> x, Span<float> y, float factor = 1)
    {
        float max = Reduction.Max(x), sum = Exponentials(x, max, factor, y);
        Elementwise.Scale(y, 1 / sum, y);
        return (max, sum);
    }

    /// <summary>Computes dx = factor * y (dy - y . dy), or adds it; dx and dy may be the same row.</summary>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, float factor = 1, bool add = false) =>
        Elementwise.Map(new Gradient(Reduction.Dot(y, dy), factor), y, dy, dx, add);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Exponentials(ReadOnlySpan<float> x, float max, float factor, Span<float> y)
    {
        Vector256<float> low = default, high = default, shift = Vector256.Create(max), scale = Vector256.Create(factor);
        for (int i = 0; i < x.Length; i += 2 * Lanes.Count)
        {
            Vector256<float> a = VectorMath.Exp((Lanes.Load(x, i, float.NegativeInfinity) - shift) * scale);
            Vector256<float> b = VectorMath.Exp((Lanes.Load(x, i + Lanes.Count, float.NegativeInfinity) - shift) * scale);
            low += a;
            high += b;
            Lanes.Store(a, y, i);
            Lanes.Store(b, y, i + Lanes.Count);
        }
        return Lanes.Sum(low, high);
    }

    private readonly struct Gradient(float mean, float factor) : IBinaryKernel
    {
        private readonly Vector256<float> _mean = Vector256.Create(mean), _factor = Vector256.Create(factor);

        public Vector256<float> Apply(Vector256<float> y, Vector256<float> dy) => y * (dy - _mean) * _factor;
    }
}
