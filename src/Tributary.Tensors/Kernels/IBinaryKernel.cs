using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>A function of two variables, 16 elements at a time.</summary>
internal interface IBinaryKernel
{
    /// <summary>The function's values.</summary>
    Vector512<float> Apply(Vector512<float> x, Vector512<float> y);
}
