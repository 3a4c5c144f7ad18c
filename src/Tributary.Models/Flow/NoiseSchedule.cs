namespace Tributary.Models;

/// <summary>How much of an image a diffusion model's steps replace by noise.</summary>
public enum NoiseSchedule
{
    /// <summary>Along a squared cosine: slow at both ends (Nichol, Dhariwal, arXiv:2102.09672, equation 17).</summary>
    Cosine,

    /// <summary>Variances that grow in equal steps from 0.0001 to 0.02 (Ho, Jain, Abbeel, arXiv:2006.11239, section 4).</summary>
    Linear,
}
