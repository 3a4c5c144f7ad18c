namespace Tributary.Models;

/// <summary>How a generator of images goes from noise to an image.</summary>
public enum SamplingMethod
{
    /// <summary>One prediction a step: Euler's method for flow matching, DDIM for diffusion.</summary>
    Euler,

    /// <summary>Two predictions a step, the second in its middle: of second order.</summary>
    Midpoint,

    /// <summary>One prediction a step and new noise after it (DDPM); for diffusion only.</summary>
    Ancestral,
}
