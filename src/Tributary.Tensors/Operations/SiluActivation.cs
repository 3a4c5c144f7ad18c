using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>x sigmoid(x).</summary>
/// <remarks>Elfwing, Uchibe, Doya: Sigmoid-weighted linear units, Neural Networks 107, 2018.</remarks>
internal readonly struct SiluActivation : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Value(Vector256<float> x) => x * VectorMath.Sigmoid(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Derivative(Vector256<float> x, Vector256<float> y)
    {
        Vector256<float> s = VectorMath.Sigmoid(x);
        return s + y * (Vector256<float>.One - s);
    }
}
