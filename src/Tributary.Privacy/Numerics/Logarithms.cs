namespace Tributary.Privacy;

/// <summary>Sums and factorials of numbers that are kept as their logarithms.</summary>
internal static class Logarithms
{
    /// <summary>log(exp(a) + exp(b)).</summary>
    public static double Add(double a, double b)
    {
        double larger = Math.Max(a, b), smaller = Math.Min(a, b);
        return double.IsNegativeInfinity(smaller) ? larger : larger + OnePlus(Math.Exp(smaller - larger));
    }

    /// <summary>log(exp(a) - exp(b)) for a above b; negative infinity where they are equal.</summary>
    public static double Subtract(double a, double b) =>
        double.IsNegativeInfinity(b) ? a : a <= b ? double.NegativeInfinity : a + OnePlus(-Math.Exp(b - a));

    /// <summary>log(1 + x) for x above -1, precise for small ones.</summary>
    public static double OnePlus(double x)
    {
        // Higham, Accuracy and Stability of Numerical Algorithms, problem 1.5: the rounding of 1 + x cancels in the quotient.
        double sum = 1 + x;
        return sum == 1 || double.IsInfinity(sum) ? x : Math.Log(sum) * (x / (sum - 1));
    }

    /// <summary>exp(x) - 1, precise for small ones.</summary>
    public static double ExponentialMinusOne(double x)
    {
        if (Math.Abs(x) > 0.5) return Math.Exp(x) - 1;
        double power = Math.Exp(x);
        if (power == 1) return x;
        double less = power - 1;
        return less == -1 ? -1 : less * (x / Math.Log(power)); // the same cancellation
    }

    /// <summary>log Gamma(x) for positive x.</summary>
    public static double Gamma(double x)
    {
        // Stirling's series beyond 16, reached by the recurrence.
        double shift = 0;
        for (; x < 16; x++) shift -= Math.Log(x);
        double inverse = 1 / x, square = inverse * inverse;
        double series = inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square * (1.0 / 1188
            - square * (691.0 / 360360))))));
        return shift + (x - 0.5) * Math.Log(x) - x + 0.91893853320467274178 + series;
    }

    /// <summary>The logarithm of the number of ways to choose <paramref name="k"/> of <paramref name="n"/>.</summary>
    public static double Choose(double n, double k) => Gamma(n + 1) - Gamma(k + 1) - Gamma(n - k + 1);
}
