namespace Tributary.Privacy;

/// <summary>From Renyi divergences to epsilon and delta.</summary>
/// <remarks>
/// Canonne, Kamath, Steinke: The discrete Gaussian for differential privacy, NeurIPS 2020, proposition 12; the same as Balle, Barthe,
/// Gaboardi, Hsu, Sato: Hypothesis testing interpretations and Renyi differential privacy, AISTATS 2020, theorem 21. Where the divergence
/// is tiny, delta is at most the root of 1 - exp(-divergence) with epsilon zero (Bretagnolle, Huber).
/// </remarks>
internal static class RenyiConversion
{
    /// <summary>How people call it.</summary>
    public const string Name = "Canonne, Kamath, Steinke 2020, proposition 12";

    /// <summary>The epsilon at <paramref name="delta"/> that one order gives.</summary>
    public static double Epsilon(double order, double divergence, double delta)
    {
        if (double.IsPositiveInfinity(divergence)) return divergence;
        if (delta * delta + Logarithms.ExponentialMinusOne(-divergence) > 0) return 0;
        return Math.Max(0, divergence + Logarithms.OnePlus(-1 / order) - Math.Log(delta * order) / (order - 1));
    }

    /// <summary>The delta at <paramref name="epsilon"/> that one order gives.</summary>
    public static double Delta(double order, double divergence, double epsilon)
    {
        if (double.IsPositiveInfinity(divergence)) return 1;
        double converted = Math.Exp((order - 1) * (divergence - epsilon + Logarithms.OnePlus(-1 / order)) - Math.Log(order));
        return Math.Min(1, Math.Min(converted, Math.Sqrt(-Logarithms.ExponentialMinusOne(-divergence))));
    }
}
