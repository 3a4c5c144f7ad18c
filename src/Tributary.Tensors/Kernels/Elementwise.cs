using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>Applies a function to every element; the function is a type, so that the loop is compiled for it.</summary>
internal static class Elementwise
{
    /// <summary>y = f(x), or y += f(x) where <paramref name="add"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Map<TKernel>(TKernel kernel, ReadOnlySpan<float> x, Span<float> y, bool add = false)
        where TKernel : struct, IUnaryKernel
    {
        x = x[..y.Length];
        for (int i = 0; i < y.Length; i += Lanes.Count)
        {
            Vector512<float> value = kernel.Apply(Lanes.Load(x, i));
            Lanes.Store(add ? Lanes.Load(y, i) + value : value, y, i);
        }
    }

    /// <summary>z = f(x, y), or z += f(x, y) where <paramref name="add"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Map<TKernel>(TKernel kernel, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z, bool add = false)
        where TKernel : struct, IBinaryKernel
    {
        x = x[..z.Length];
        y = y[..z.Length];
        for (int i = 0; i < z.Length; i += Lanes.Count)
        {
            Vector512<float> value = kernel.Apply(Lanes.Load(x, i), Lanes.Load(y, i));
            Lanes.Store(add ? Lanes.Load(z, i) + value : value, z, i);
        }
    }

    /// <summary>w = f(x, y, z), or w += f(x, y, z) where <paramref name="add"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Map<TKernel>(
        TKernel kernel, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> z, Span<float> w, bool add = false)
        where TKernel : struct, ITernaryKernel
    {
        x = x[..w.Length];
        y = y[..w.Length];
        z = z[..w.Length];
        for (int i = 0; i < w.Length; i += Lanes.Count)
        {
            Vector512<float> value = kernel.Apply(Lanes.Load(x, i), Lanes.Load(y, i), Lanes.Load(z, i));
            Lanes.Store(add ? Lanes.Load(w, i) + value : value, w, i);
        }
    }

    /// <summary>y = factor * x, or y += factor * x where <paramref name="add"/>.</summary>
    public static void Scale(ReadOnlySpan<float> x, float factor, Span<float> y, bool add = false) => Map(new ScaledBy(factor), x, y, add);

    /// <summary>z = x * y, or z += x * y where <paramref name="add"/>.</summary>
    public static void Multiply(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z, bool add = false) =>
        Map(default(Product), x, y, z, add);

    /// <summary>y += factor * x.</summary>
    public static void AddScaled(ReadOnlySpan<float> x, float factor, Span<float> y) => AddScaled(x, factor, y, y);

    /// <summary>z = y + factor * x.</summary>
    public static void AddScaled(ReadOnlySpan<float> x, float factor, ReadOnlySpan<float> y, Span<float> z) =>
        Map(new ScaledSum(factor), x, y, z);

    private readonly struct ScaledBy(float factor) : IUnaryKernel
    {
        private readonly Vector512<float> _factor = Vector512.Create(factor);

        public Vector512<float> Apply(Vector512<float> x) => x * _factor;
    }

    private readonly struct Product : IBinaryKernel
    {
        public Vector512<float> Apply(Vector512<float> x, Vector512<float> y) => x * y;
    }

    private readonly struct ScaledSum(float factor) : IBinaryKernel
    {
        private readonly Vector512<float> _factor = Vector512.Create(factor);

        public Vector512<float> Apply(Vector512<float> x, Vector512<float> y) => Vector512.FusedMultiplyAdd(x, _factor, y);
    }
}
