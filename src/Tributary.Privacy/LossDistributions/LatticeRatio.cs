namespace Tributary.Privacy;

/// <summary>Noise on whole numbers with a log-concave distribution: the logarithm of the ratio steps upwards with the output.</summary>
internal sealed class LatticeRatio : ILikelihoodRatio
{
    // Outputs farther out than this have less than 1e-60 of the mass.
    private const double Exponent = 140;
    private readonly double[] _values;
    private readonly Split[] _splits;

    /// <param name="logarithms">Logarithms of weights of the outputs from -reach to reach, in any scale.</param>
    /// <param name="shift">By how much the neighbour moves the output, at least 1.</param>
    private LatticeRatio(double[] logarithms, int shift)
    {
        int outputs = logarithms.Length - shift; // those that both distributions have
        double total = logarithms.Aggregate(double.NegativeInfinity, Logarithms.Add);
        _values = new double[outputs];
        _splits = new Split[outputs];
        double without = 0, with = 0;
        for (int i = 0; i < shift; i++) without += Math.Exp(logarithms[i] - total); // where the other has nothing left
        for (int i = 0; i < outputs; i++)
        {
            _values[i] = logarithms[i] - logarithms[i + shift];
            without += Math.Exp(logarithms[i + shift] - total);
            with += Math.Exp(logarithms[i] - total);
            _splits[i] = new Split(without, 0, with, 0);
        }
        double withoutAbove = 0, withAbove = 0;
        for (int i = logarithms.Length - shift; i < logarithms.Length; i++) withAbove += Math.Exp(logarithms[i] - total);
        for (int i = outputs - 1; i >= 0; i--)
        {
            _splits[i] = _splits[i] with { TailP = withoutAbove, TailQ = withAbove };
            withoutAbove += Math.Exp(logarithms[i + shift] - total);
            withAbove += Math.Exp(logarithms[i] - total);
        }
    }

    /// <summary>The discrete Gaussian with parameter <paramref name="sigma"/>.</summary>
    public static LatticeRatio Gaussian(double sigma, int shift)
    {
        int reach = (int)Math.Ceiling(sigma * Math.Sqrt(2 * Exponent)) + shift;
        return new LatticeRatio([.. Enumerable.Range(-reach, 2 * reach + 1).Select(k => -0.5 * k * (double)k / (sigma * sigma))], shift);
    }

    /// <summary>Skellam noise of this variance: weights are modified Bessel functions of the first kind.</summary>
    public static LatticeRatio Skellam(double variance, int shift)
    {
        // The tail falls like a Gaussian's up to the variance, and faster than exp(-k) beyond.
        int reach = (int)Math.Ceiling(2 * Math.Sqrt(2 * Exponent * variance) + Exponent) + shift;
        double[] logarithms = new double[2 * reach + 1];
        // Ratios of neighbours by the recurrence from above, which is stable (Miller): I_k / I_{k-1} = 1 / (2 k / v + I_{k+1} / I_k).
        double[] ratios = new double[reach + 1];
        double next = 0;
        for (int k = reach + 64; k >= 1; k--)
        {
            next = 1 / (2 * k / variance + next);
            if (k <= reach) ratios[k] = next;
        }
        for (int k = 1; k <= reach; k++)
            logarithms[reach + k] = logarithms[reach - k] = logarithms[reach + k - 1] + Math.Log(ratios[k]);
        return new LatticeRatio(logarithms, shift);
    }

    /// <inheritdoc/>
    public Split At(double value)
    {
        int low = 0, high = _values.Length; // the number of outputs whose value is at most this
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_values[middle] <= value) low = middle + 1;
            else high = middle;
        }
        return low == 0 ? Split.Below : _splits[low - 1];
    }
}
