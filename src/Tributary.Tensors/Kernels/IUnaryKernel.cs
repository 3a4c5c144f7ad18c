using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>A function of one variable, eight elements at a time.</summary>
internal interface IUnaryKernel
{
    /// <summary>The function's values.</summary>
    Vector256<float> Apply(Vector256<float> x);
}
