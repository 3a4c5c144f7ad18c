namespace Tributary.Tensors;

/// <summary>How the learning rate changes from step to step, as a factor on the optimizer's own.</summary>
public abstract record Schedule
{
    private protected Schedule()
    {
    }

    /// <summary>The factor one, for ever.</summary>
    public static Schedule Constant { get; } = new ConstantSchedule();

    /// <summary>The factor at a step; the first step is 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is negative.</exception>
    public double Factor(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return FactorAt(step);
    }

    /// <summary>The factor at a step that is not negative.</summary>
    private protected abstract double FactorAt(long step);

    private sealed record ConstantSchedule : Schedule
    {
        private protected override double FactorAt(long step) => 1;
    }
}
