using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>The Gaussian error linear unit in its tanh form, x / 2 (1 + tanh u) with u = sqrt(2 / pi) (x + 0.044715 x^3).</summary>
/// <remarks>Hendrycks, Gimpel: Gaussian error linear units, arXiv:1606.08415. Computed as x sigmoid(2u), which is the same.</remarks>
internal readonly struct GeluActivation : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeReadsInput => true;

    /// <inheritdoc/>
    public static bool DerivativeReadsValue => true;

    /// <inheritdoc/>
    public static int Work => 8;

    private const float Linear = 2 * 0.7978845608f, Cubic = Linear * 0.044715f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> x) => x * Gate(x, x * x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Derivative(Vector512<float> x, Vector512<float> y)
    {
        Vector512<float> square = x * x, s = Gate(x, square);
        Vector512<float> slope = Vector512.FusedMultiplyAdd(square, Vector512.Create(3 * Cubic), Vector512.Create(Linear));
        return Vector512.FusedMultiplyAdd(y * (Vector512<float>.One - s), slope, s);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Gate(Vector512<float> x, Vector512<float> square) =>
        VectorMath.Sigmoid(x * Vector512.FusedMultiplyAdd(square, Vector512.Create(Cubic), Vector512.Create(Linear)));
}
