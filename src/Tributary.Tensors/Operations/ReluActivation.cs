using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>max(x, 0), with derivative zero at zero.</summary>
internal readonly struct ReluActivation : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeReadsInput => false;

    /// <inheritdoc/>
    public static bool DerivativeReadsValue => true;

    /// <inheritdoc/>
    public static int Work => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> x) =>
        Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), Vector512<float>.Zero, x); // NaN passes

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Derivative(Vector512<float> x, Vector512<float> y) =>
        Vector512.GreaterThan(y, Vector512<float>.Zero) & Vector512<float>.One;
}
