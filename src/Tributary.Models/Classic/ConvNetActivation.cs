namespace Tributary.Models;

/// <summary>The functions between the layers of a convolutional network.</summary>
public enum ConvNetActivation
{
    /// <summary>The larger of x and zero.</summary>
    Relu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,
}
