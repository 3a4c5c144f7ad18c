namespace Tributary.Training;

/// <summary>How often something succeeds, from a number of tries, as the middle of Wilson's interval.</summary>
/// <param name="Successes">How many tries succeeded.</param>
/// <param name="Tries">How many there were; with none, the interval is everything from 0 to 1.</param>
/// <param name="Value">The middle of the interval, which lies closer to one half than the plain share.</param>
/// <param name="Error">Half of its length.</param>
/// <remarks>Wilson: Probable inference, the law of succession, and statistical inference. JASA 22(158), 1927.</remarks>
public sealed record SuccessRate(int Successes, int Tries, double Value, double Error)
{
    /// <summary>The rate of some tries.</summary>
    /// <param name="successes">From 0 to <paramref name="tries"/>.</param>
    /// <param name="tries">At least zero.</param>
    /// <param name="z">How many standard deviations the interval reaches: 1.96 for 95 %.</param>
    public static SuccessRate Of(int successes, int tries, double z)
    {
        double square = z * z, all = tries + square;
        double spread = tries > 0 ? (double)successes * (tries - successes) / tries : 0;
        return new SuccessRate(successes, tries, (successes + square / 2) / all, z * Math.Sqrt(spread + square / 4) / all);
    }
}
