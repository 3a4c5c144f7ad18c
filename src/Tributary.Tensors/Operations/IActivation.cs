using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>A function of one variable and its derivative, 16 elements at a time.</summary>
internal interface IActivation
{
    /// <summary>Whether <see cref="Derivative"/> uses x; otherwise whatever x holds will do.</summary>
    static abstract bool DerivativeReadsInput { get; }

    /// <summary>Whether <see cref="Derivative"/> uses y; otherwise whatever y holds will do.</summary>
    static abstract bool DerivativeReadsValue { get; }

    /// <summary>Roughly what an element costs, in loads.</summary>
    static abstract int Work { get; }

    /// <summary>The function.</summary>
    static abstract Vector512<float> Value(Vector512<float> x);

    /// <summary>Its derivative at <paramref name="x"/>, where it takes the value <paramref name="y"/>.</summary>
    static abstract Vector512<float> Derivative(Vector512<float> x, Vector512<float> y);
}
