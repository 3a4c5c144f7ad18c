using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>A function of two variables, eight elements at a time.</summary>
internal interface IBinaryKernel
{
    /// <summary>The function's values.</summary>
    Vector256<float> Apply(Vector256<float> x, Vector256<float> y);
}
