using System.Text.Json.Serialization;
using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Sends each value as one of 2^bits - 1 evenly spaced levels; weight and metrics stay exact.</summary>
/// <remarks>Alistarh, Grubic, Li, Tomioka, Vojnovic: QSGD. NeurIPS 2017, section 3, with the largest magnitude for the norm.</remarks>
public sealed record Quantize : IStage, IChecked
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Name => "quantize";

    /// <summary>Bits a value, from 2 to 16. With a common scale, a word on the way has ceil(log2(cohort)) more, so that sums fit.</summary>
    public int Bits { get; init; } = 8;

    /// <summary>How values are brought to levels.</summary>
    public Rounding Rounding { get; init; } = Rounding.Stochastic;

    /// <summary>What a level counts.</summary>
    public QuantizationScale Scale { get; init; } = QuantizationScale.Common;

    /// <summary>
    /// With a common scale, the largest magnitude a value can have; larger ones are cut off. Null for the norm that a stage before this
    /// guarantees.
    /// </summary>
    public double? Range { get; init; }

    /// <summary>With a scale for each block, the values in a block; the last block of a tensor may be shorter.</summary>
    public int Block { get; init; } = 1024;

    /// <summary>The highest level; the lowest is its negative.</summary>
    internal int Levels => (1 << (Bits - 1)) - 1;

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Bits is < 2 or > 16)
            yield return Problem.OutOfRange($"{path}.bits",
                $"'quantize' has {Bits} bits, and codes a value in 2 to 16. Give a number in that range, such as 8.");
        if (Range is { } range && !(range > 0 && double.IsFinite(range)))
            yield return Problem.OutOfRange($"{path}.range",
                $"'quantize' has the range {range}, which no value but zero could lie in. " +
                "Give a finite number above 0, or leave it out after 'clip'.");
        if (Block < 1)
            yield return Problem.OutOfRange($"{path}.block",
                $"'quantize' has blocks of {Block} values, and each needs at least one. Give a number such as 1024.");
    }

    /// <inheritdoc/>
    public StagePlan Plan(UpdateSpec input) =>
        Scale == QuantizationScale.Common ? CommonScale.Plan(this, input) : BlockScale.Plan(this, input);

    /// <summary>The level for a value of <paramref name="steps"/> steps.</summary>
    internal int Level(double steps, RandomStream random)
    {
        double level = Rounding == Rounding.Nearest ? Math.Round(steps) : Math.Floor(steps + random.NextSingle());
        return (int)Math.Clamp(level, -Levels, Levels);
    }
}
