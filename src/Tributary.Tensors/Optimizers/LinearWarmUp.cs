namespace Tributary.Tensors;

/// <summary>Rises in equal steps from just above zero to one, then follows another schedule from its beginning.</summary>
/// <remarks>Factor (step + 1) / (steps + 1), so that no step is lost and one is first reached by what follows.</remarks>
public sealed record LinearWarmUp : Schedule
{
    /// <summary>The number of rising steps; at least 1.</summary>
    public required long Steps { get; init => field = Hyperparameter.AtLeastOne(value); }

    /// <summary>What follows the rise; constant unless set.</summary>
    public Schedule Then { get; init; } = Constant;

    private protected override double FactorAt(long step) => step < Steps ? (step + 1.0) / (Steps + 1.0) : Then.Factor(step - Steps);
}
