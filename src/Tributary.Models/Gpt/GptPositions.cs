namespace Tributary.Models;

/// <summary>How a <see cref="Gpt"/> knows where a token stands.</summary>
public enum GptPositions
{
    /// <summary>A learnt vector for each place, added to the token's, as in GPT-2.</summary>
    Learned,

    /// <summary>Queries and keys are turned by angles that grow with the place, as in Llama (Su et al., arXiv:2104.09864).</summary>
    Rotary,
}
