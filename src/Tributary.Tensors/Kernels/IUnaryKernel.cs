using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>A function of one variable, 16 elements at a time.</summary>
internal interface IUnaryKernel
{
    /// <summary>The function's values.</summary>
    Vector512<float> Apply(Vector512<float> x);
}
