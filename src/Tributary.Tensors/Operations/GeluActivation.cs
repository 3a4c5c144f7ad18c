using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>The Gaussian error linear unit in its tanh form, x / 2 (1 + tanh u) with u = sqrt(2 / pi) (x + 0.044715 x^3).</summary>
/// <remarks>Hendrycks, Gimpel: Gaussian error linear units, arXiv:1606.08415. Computed as x sigmoid(2u), which is the same.</remarks>
internal readonly struct GeluActivation : IActivation
{
    private const float Linear = 2 * 0.7978845608f, Cubic = Linear * 0.044715f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Value(Vector256<float> x) => x * Gate(x, x * x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Derivative(Vector256<float> x, Vector256<float> y)
    {
        Vector256<float> square = x * x, s = Gate(x, square);
        Vector256<float> slope = Vector256.FusedMultiplyAdd(square, Vector256.Create(3 * Cubic), Vector256.Create(Linear));
        return Vector256.FusedMultiplyAdd(y * (Vector256<float>.One - s), slope, s);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Gate(Vector256<float> x, Vector256<float> square) =>
        VectorMath.Sigmoid(x * Vector256.FusedMultiplyAdd(square, Vector256.Create(Cubic), Vector256.Create(Linear)));
}
