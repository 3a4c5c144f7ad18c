namespace Tributary.Models;

/// <summary>What of an adapter is trained. Where it is one matrix, averages are exact, also of sums that nobody can take apart.</summary>
public enum AdapterFactors
{
    /// <summary>A and B.</summary>
    Both,

    /// <summary>
    /// B; A stays as it was drawn. Sun et al.: Improving LoRA in privacy-preserving federated learning (FFA-LoRA), ICLR 2024.
    /// </summary>
    B,

    /// <summary>
    /// A small square matrix between A and B, which stay as they were drawn. Singhal et al.: Fed-SB, arXiv:2502.15436, equation 5; there A
    /// and B come from the first step of full fine-tuning, here from the seed.
    /// </summary>
    Core,
}
