namespace Tributary.Privacy;

/// <summary>Where a condition begins to hold.</summary>
internal static class Quantile
{
    /// <summary>A value a thousandth beyond the least at which <paramref name="holds"/>, which holds for all larger ones.</summary>
    public static double Of(Func<double, bool> holds)
    {
        double high = 1, low = -1;
        while (!holds(high) && high < 1e12) (low, high) = (high, high * 2);
        while (holds(low) && low > -1e12) (high, low) = (low, low * 2);
        while (high - low > 1e-3 * Math.Max(1e-9, Math.Abs(high)))
        {
            double middle = 0.5 * (low + high);
            if (holds(middle)) high = middle;
            else low = middle;
        }
        // Beyond, not at: mass that sits on a single value must not fall out by rounding.
        return high + (high - low);
    }
}
