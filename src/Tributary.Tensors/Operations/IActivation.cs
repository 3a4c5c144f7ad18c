using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>A function of one variable and its derivative, eight elements at a time.</summary>
internal interface IActivation
{
    /// <summary>The function.</summary>
    static abstract Vector256<float> Value(Vector256<float> x);

    /// <summary>Its derivative at <paramref name="x"/>, where it takes the value <paramref name="y"/>.</summary>
    static abstract Vector256<float> Derivative(Vector256<float> x, Vector256<float> y);
}
