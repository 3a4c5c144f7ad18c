using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Low-rank additions to some matrices of a network whose own numbers stay as they are: y = x W + alpha / rank (x A) B.</summary>
/// <remarks>Hu et al.: LoRA, ICLR 2022, section 4.1; A is drawn uniformly within 1 / sqrt(inputs), B begins at zero, as in PEFT.</remarks>
public sealed record LoraAdapter
{
    /// <summary>The one kind of adapter there is, <c>lora</c>.</summary>
    public const string Kind = "lora";

    /// <summary>An adapter as a job describes it; what it leaves out has the values that are usual.</summary>
    public LoraAdapter(
        string use = Kind, int rank = 8, double alpha = 16, IReadOnlyList<string>? targets = null, string? from = null,
        AdapterFactors factors = AdapterFactors.Both, bool remainder = false, IReadOnlyList<int>? ranks = null) =>
        (Use, Rank, Alpha, Targets, From, Factors, Remainder, Ranks) = (use, rank, alpha, targets, from, factors, remainder, ranks);

    /// <summary>The kind of adapter.</summary>
    public string Use
    {
        get;
        init => field = value == Kind
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Use), value, $"There is one adapter, '{Kind}'.");
    }

    /// <summary>The inner extent of A B, at least one.</summary>
    public int Rank { get; init => field = Hyperparameter.AtLeastOne(value); }

    /// <summary>What is added is multiplied by alpha / rank; above zero.</summary>
    public double Alpha { get; init => field = Hyperparameter.Positive(value); }

    /// <summary>
    /// The matrices by the names of the field: <c>c_attn</c>, <c>c_proj</c> and <c>c_fc</c> of a network with learnt positions;
    /// <c>q_proj</c>, <c>k_proj</c>, <c>v_proj</c>, <c>o_proj</c>, <c>gate_proj</c>, <c>up_proj</c> and <c>down_proj</c> of one with
    /// rotary positions. Null or empty for the usual ones: <c>c_attn</c>, or <c>q_proj</c> and <c>v_proj</c>.
    /// </summary>
    public IReadOnlyList<string>? Targets { get; init; }

    /// <summary>
    /// A folder with an adapter of PEFT, from which rank, alpha, targets and first values are taken; has to be resolved before the model is
    /// built.
    /// </summary>
    public string? From { get; init; }

    /// <summary>What is trained.</summary>
    public AdapterFactors Factors { get; init; }

    /// <summary>
    /// Whether there is a full matrix beside the factors, which is not trained: <c>fed-ex-lora</c> and <c>flora</c> put there what no
    /// factors of this rank can hold.
    /// </summary>
    public bool Remainder { get; init; }

    /// <summary>
    /// For every client the ranks that it trains, from 1 to <see cref="Rank"/>, in the order of the clients' numbers; null where all train
    /// all of them. What is added is multiplied by alpha / <see cref="Rank"/> at every client.
    /// </summary>
    public IReadOnlyList<int>? Ranks { get; init; }

    /// <summary>What the product of A and B is multiplied by.</summary>
    internal float Scale => (float)(Alpha / Rank);
}
