namespace Tributary.Privacy;

/// <summary>The standard normal distribution.</summary>
internal static class StandardNormal
{
    private const double RootHalf = 0.70710678118654752440, RootHalfPi = 1.25331413731550025121;

    /// <summary>The probability above <paramref name="x"/>, with full relative precision for positive ones.</summary>
    public static double Tail(double x) => 0.5 * ErrorFunction.Complement(x * RootHalf);

    /// <summary>The probabilities at or below and above <paramref name="x"/>, the smaller with full relative precision.</summary>
    public static (double Head, double Tail) Sides(double x)
    {
        (double head, double tail) = ErrorFunction.Both(x * RootHalf);
        return (0.5 * head, 0.5 * tail);
    }

    /// <summary>Mills' ratio: the probability above x of at least zero over the density at x.</summary>
    public static double Mills(double x) => RootHalfPi * ErrorFunction.ScaledComplement(x * RootHalf);

    /// <summary>The value with probability <paramref name="p"/> at or below it, from 0 to 1.</summary>
    public static double Quantile(double p)
    {
        if (p <= 0) return double.NegativeInfinity;
        if (p >= 1) return double.PositiveInfinity;
        double low = -40, high = 40, x = 0;
        for (int i = 0; i < 100; i++)
        {
            double excess = Sides(x).Head - p;
            if (excess > 0) high = x;
            else low = x;
            double next = x - excess / Density(x);
            if (!(next > low && next < high)) next = 0.5 * (low + high);
            if (Math.Abs(next - x) <= 1e-15 * Math.Max(1, Math.Abs(x))) return next;
            x = next;
        }
        return x;
    }

    /// <summary>The density.</summary>
    public static double Density(double x) => 0.39894228040143267794 * Math.Exp(-0.5 * x * x);
}
