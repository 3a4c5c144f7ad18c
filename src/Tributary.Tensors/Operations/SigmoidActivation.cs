using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>1 / (1 + e^-x).</summary>
internal readonly struct SigmoidActivation : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeReadsInput => false;

    /// <inheritdoc/>
    public static bool DerivativeReadsValue => true;

    /// <inheritdoc/>
    public static int Work => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> x) => VectorMath.Sigmoid(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Derivative(Vector512<float> x, Vector512<float> y) => y * (Vector512<float>.One - y);
}
