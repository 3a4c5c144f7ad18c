using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>A function of one variable and its derivative, 16 elements at a time.</summary>
internal interface IActivation
{
    /// <summary>The function.</summary>
    static abstract Vector512<float> Value(Vector512<float> x);

    /// <summary>Its derivative at <paramref name="x"/>, where it takes the value <paramref name="y"/>.</summary>
    static abstract Vector512<float> Derivative(Vector512<float> x, Vector512<float> y);
}
