using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Low-rank additions to some matrices of a network whose own numbers stay as they are: y = x W + alpha / rank (x A) B.</summary>
/// <remarks>Hu et al.: LoRA, ICLR 2022, section 4.1; A is drawn uniformly within 1 / sqrt(inputs), B begins at zero, as in PEFT.</remarks>
public sealed record LoraAdapter
{
    /// <summary>The one kind of adapter there is, <c>lora</c>.</summary>
    public const string Kind = "lora";

    /// <summary>The kind of adapter.</summary>
    public string Use
    {
        get;
        init => field = value == Kind ? value : throw new ArgumentOutOfRangeException(nameof(Use), value, $"There is one adapter, '{Kind}'.");
    } = Kind;

    /// <summary>The inner extent of A B, at least one.</summary>
    public int Rank { get; init => field = Hyperparameter.AtLeastOne(value); } = 8;

    /// <summary>What is added is multiplied by alpha / rank; above zero.</summary>
    public double Alpha { get; init => field = Hyperparameter.Positive(value); } = 16;

    /// <summary>
    /// The matrices by the names of the field: <c>c_attn</c>, <c>c_proj</c> and <c>c_fc</c> of a network with learnt positions; <c>q_proj</c>,
    /// <c>k_proj</c>, <c>v_proj</c>, <c>o_proj</c>, <c>gate_proj</c>, <c>up_proj</c> and <c>down_proj</c> of one with rotary positions.
    /// Empty for the usual ones: <c>c_attn</c>, or <c>q_proj</c> and <c>v_proj</c>.
    /// </summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>
    /// A folder with an adapter of PEFT, from which rank, alpha, targets and first values are taken; has to be resolved before the model is
    /// built.
    /// </summary>
    public string? From { get; init; }

    /// <summary>What the product of A and B is multiplied by.</summary>
    public float Scale => (float)(Alpha / Rank);
}
