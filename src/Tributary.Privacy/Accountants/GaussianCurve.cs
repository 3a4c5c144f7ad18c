namespace Tributary.Privacy;

/// <summary>The exact guarantee of one Gaussian mechanism.</summary>
/// <remarks>
/// Balle, Wang: Improving the Gaussian mechanism for differential privacy: analytical calibration and optimal denoising, ICML 2018,
/// theorem 8: delta = Phi(1 / (2 s) - epsilon s) - exp(epsilon) Phi(-1 / (2 s) - epsilon s).
/// </remarks>
public static class GaussianCurve
{
    /// <summary>
    /// The least delta at <paramref name="epsilon"/> of at least 0, with noise of <paramref name="noiseMultiplier"/> above 0.
    /// </summary>
    public static double Delta(double noiseMultiplier, double epsilon)
    {
        double near = epsilon * noiseMultiplier - 0.5 / noiseMultiplier, far = epsilon * noiseMultiplier + 0.5 / noiseMultiplier;
        // exp(epsilon) times the density at the far point is the density at the near one: nothing overflows, and little cancels.
        double density = StandardNormal.Density(near);
        return near > 0
            ? density * (StandardNormal.Mills(near) - StandardNormal.Mills(far))
            : StandardNormal.Tail(near) - density * StandardNormal.Mills(far);
    }

    /// <summary>The least epsilon at <paramref name="delta"/> between 0 and 1, rounded up.</summary>
    public static double Epsilon(double noiseMultiplier, double delta)
    {
        if (Delta(noiseMultiplier, 0) <= delta) return 0;
        double low = 0, high = 1;
        while (Delta(noiseMultiplier, high) > delta) (low, high) = (high, 2 * high);
        while (high - low > 1e-14 * high)
        {
            double middle = 0.5 * (low + high);
            if (middle <= low || middle >= high) break;
            if (Delta(noiseMultiplier, middle) > delta) low = middle;
            else high = middle;
        }
        return high;
    }
}
