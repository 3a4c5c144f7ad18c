namespace Tributary.Models;

/// <summary>What stands between the two layers after attention in a <see cref="Gpt"/>.</summary>
public enum GptActivation
{
    /// <summary>GELU in its tanh form, as in GPT-2.</summary>
    Gelu,

    /// <summary>Half of the numbers, through SiLU, times the other half, as in Llama (Shazeer, arXiv:2002.05202).</summary>
    Swiglu,
}
