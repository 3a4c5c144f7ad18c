namespace Tributary.Models;

/// <summary>What a <see cref="Gpt"/> normalises with.</summary>
public enum GptNorm
{
    /// <summary>Mean zero and variance one, then a learnt scale and shift, as in GPT-2.</summary>
    Layer,

    /// <summary>Division by the root mean square, then a learnt scale, as in Llama (Zhang, Sennrich, NeurIPS 2019).</summary>
    Rms,
}
