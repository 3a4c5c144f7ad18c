namespace Tributary.Tensors;

/// <summary>Is multiplied by the same rate after every so many steps.</summary>
public sealed record StepDecay : Schedule
{
    /// <summary>The number of steps between two multiplications; at least 1.</summary>
    public required long Every { get; init => field = Hyperparameter.AtLeastOne(value); }

    /// <summary>What the factor is multiplied by, from 0 to 1.</summary>
    public required double Rate { get; init => field = Hyperparameter.AtMostOne(value); }

    private protected override double FactorAt(long step) => Elementary.Pow(Rate, step / Every);
}
