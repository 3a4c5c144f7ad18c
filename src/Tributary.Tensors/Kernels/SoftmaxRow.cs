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
        Vector512<float> sum = default, shift = Vector512.Create(max), scale = Vector512.Create(factor);
        for (int i = 0; i < x.Length; i += Lanes.Count)
        {
            Vector512<float> power = VectorMath.Exp((Lanes.Load(x, i, float.NegativeInfinity) - shift) * scale);
            sum += power;
            Lanes.Store(power, y, i);
        }
        return Lanes.Sum(sum);
    }

    private readonly struct Gradient(float mean, float factor) : IBinaryKernel
    {
        private readonly Vector512<float> _mean = Vector512.Create(mean), _factor = Vector512.Create(factor);

        public Vector512<float> Apply(Vector512<float> y, Vector512<float> dy) => y * (dy - _mean) * _factor;
    }
}
