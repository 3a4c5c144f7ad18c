using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>The hyperbolic tangent.</summary>
internal readonly struct TanhActivation : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeReadsInput => false;

    /// <inheritdoc/>
    public static bool DerivativeReadsValue => true;

    /// <inheritdoc/>
    public static int Work => 6;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> x) => VectorMath.Tanh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Derivative(Vector512<float> x, Vector512<float> y) => Vector512<float>.One - y * y;
}
