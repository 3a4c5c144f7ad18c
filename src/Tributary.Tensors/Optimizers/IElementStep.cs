using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>
/// An optimizer's arithmetic on 16 elements at once; every operation is rounded as IEEE 754 says, so lanes do not matter.
/// </summary>
internal interface IElementStep
{
    /// <summary>Updates parameters and up to two state vectors; a vector that the optimizer does not keep comes as zeros.</summary>
    void Apply(ref Vector512<float> parameters, Vector512<float> gradient, ref Vector512<float> first, ref Vector512<float> second);
}
