using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>x sigmoid(x).</summary>
/// <remarks>Elfwing, Uchibe, Doya: Sigmoid-weighted linear units, Neural Networks 107, 2018.</remarks>
internal readonly struct SiluActivation : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeReadsInput => true;

    /// <inheritdoc/>
    public static bool DerivativeReadsValue => true;

    /// <inheritdoc/>
    public static int Work => 6;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> x) => x * VectorMath.Sigmoid(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Derivative(Vector512<float> x, Vector512<float> y)
    {
        Vector512<float> s = VectorMath.Sigmoid(x);
        return s + y * (Vector512<float>.One - s);
    }
}
