using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>A function of three variables, 16 elements at a time.</summary>
internal interface ITernaryKernel
{
    /// <summary>The function's values.</summary>
    Vector512<float> Apply(Vector512<float> x, Vector512<float> y, Vector512<float> z);
}
