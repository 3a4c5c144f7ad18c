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

    /// <summary>The density.</summary>
    public static double Density(double x) => 0.39894228040143267794 * Math.Exp(-0.5 * x * x);
}
