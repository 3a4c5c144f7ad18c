namespace Tributary.Models;

/// <summary>What the network of an image generator is taught to predict.</summary>
public enum ImageObjective
{
    /// <summary>The velocity on the straight path from noise to the image: flow matching (Lipman et al., arXiv:2210.02747).</summary>
    Flow,

    /// <summary>The noise in a noisy image: a denoising diffusion model (Ho, Jain, Abbeel, arXiv:2006.11239, equation 14).</summary>
    Diffusion,
}
