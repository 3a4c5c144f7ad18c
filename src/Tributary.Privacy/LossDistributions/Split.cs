namespace Tributary.Privacy;

/// <summary>
/// How much of two distributions lies at or below a value (head), and above it (tail): both, so that neither is lost to rounding.
/// </summary>
/// <param name="HeadP">Of the first, at or below.</param>
/// <param name="TailP">Of the first, above.</param>
/// <param name="HeadQ">Of the second, at or below.</param>
/// <param name="TailQ">Of the second, above.</param>
internal readonly record struct Split(double HeadP, double TailP, double HeadQ, double TailQ)
{
    /// <summary>Every value lies above.</summary>
    public static Split Below => new(0, 1, 0, 1);

    /// <summary>Of the first between this and a split at a higher value.</summary>
    public double BetweenP(in Split higher) => Math.Max(0, TailP < 0.5 ? TailP - higher.TailP : higher.HeadP - HeadP);

    /// <summary>Of the second between this and a split at a higher value.</summary>
    public double BetweenQ(in Split higher) => Math.Max(0, TailQ < 0.5 ? TailQ - higher.TailQ : higher.HeadQ - HeadQ);

    /// <summary>The split of the same values with their signs turned.</summary>
    public Split Turned() => new(TailP, HeadP, TailQ, HeadQ);

    /// <summary>The split of two mixtures of these distributions, by the share of the second in each.</summary>
    public Split Mixed(double shareInP, double shareInQ) => new(
        Mix(HeadP, HeadQ, shareInP), Mix(TailP, TailQ, shareInP), Mix(HeadP, HeadQ, shareInQ), Mix(TailP, TailQ, shareInQ));

    private static double Mix(double first, double second, double share) => (1 - share) * first + share * second;
}
