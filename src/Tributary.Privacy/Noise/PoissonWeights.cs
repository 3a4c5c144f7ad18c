using System.Numerics;
using Tributary.Tensors;

namespace Tributary.Privacy;

/// <summary>
/// How much less likely a Poisson number is that lies so far from the mean: the negated logarithm of p(mean + j) / p(mean).
/// </summary>
/// <remarks>
/// With x = mean + j: ln x! - ln mean! - j ln mean, by Stirling's series where both are large. For doubles it is
/// brought into a form in which nothing large cancels.
/// </remarks>
internal sealed class PoissonWeights
{
    private const int LargestTable = 4096, LongestProduct = 2048, Small = 16, LeastStirling = 128;

    private readonly long _mean;
    private readonly double[] _table = []; // from -mean
    private readonly double _ofMean;

    public PoissonWeights(long mean)
    {
        _mean = mean;
        _ofMean = Stirling(mean);
        if (mean < Small) // the series is not good enough: what it stands for
        {
            _ofMean = mean - (mean + 0.5) * Elementary.Log(mean) - 0.5 * Elementary.Log(2 * Math.PI);
            for (int i = 2; i <= mean; i++) _ofMean += Elementary.Log(i);
        }
        if (mean > LargestTable) return;
        var table = new double[2 * mean + 64];
        for (long j = 1; mean + j < table.Length; j++) table[mean + j] = table[mean + j - 1] + Elementary.Log(1 + (double)j / mean);
        for (long n = 1; n <= mean; n++) table[mean - n] = table[mean - n + 1] - Elementary.Log(1 - (double)(n - 1) / mean);
        _table = table;
    }

    /// <summary>The weight, within 2^-35 or 2^-40 times its own size.</summary>
    /// <param name="j">From -mean.</param>
    public double Approximate(long j)
    {
        long x = _mean + j;
        if (x < _table.Length) return _table[x];
        double mean = _mean;
        if (x < Small)
        {
            double weight = Approximate(Small - _mean) + (Small - x) * Elementary.Log(mean);
            for (long i = x + 1; i <= Small; i++) weight -= Elementary.Log(i);
            return weight;
        }
        double share = j / mean;
        return mean * Bennett(share) + 0.5 * Elementary.Log(1 + share) + Stirling(x) - _ofMean;
    }

    /// <summary>Whole numbers between which the weight times 2^bits lies.</summary>
    public (BigInteger Low, BigInteger High) Enclose(long j, int bits)
    {
        long x = _mean + j;
        return Math.Abs(j) <= LongestProduct || x < LeastStirling ? Product(j, bits) : Series(j, bits);
    }

    /// <summary>(1 + x) ln(1 + x) - x.</summary>
    private static double Bennett(double x)
    {
        if (Math.Abs(x) > 0.125) return (1 + x) * Elementary.Log(1 + x) - x;
        double sum = 0;
        for (int k = 18; k >= 0; k--) sum = 1.0 / ((k + 1) * (k + 2)) - x * sum;
        return x * x * sum;
    }

    private static double Stirling(double x)
    {
        double y = 1 / (x * x);
        return (1.0 / 12 - y * (1.0 / 360 - y * (1.0 / 1260 - y * (1.0 / 1680 - y / 1188)))) / x;
    }

    internal (BigInteger Low, BigInteger High) Product(long j, int bits)
    {
        BigInteger larger = 1, smaller = BigInteger.Pow(_mean, (int)Math.Abs(j));
        for (long i = 1; i <= j; i++) larger *= _mean + i;
        for (long i = 0; i < -j; i++) larger *= _mean - i;
        return j > 0 ? BigLogarithm.Enclose(larger, smaller, bits) : BigLogarithm.Enclose(smaller, larger, bits);
    }

    internal (BigInteger Low, BigInteger High) Series(long j, int bits)
    {
        BigInteger x = _mean + j;
        int precision = bits + 16 + (int)x.GetBitLength();
        (BigInteger low, BigInteger high) = BigLogarithm.Enclose(x, _mean, precision);
        BigInteger factor = 2 * x + 1; // of half a logarithm
        (BigInteger first, BigInteger error) = StirlingSeries.Sum(x, precision);
        (BigInteger second, BigInteger other) = StirlingSeries.Sum(_mean, precision);
        BigInteger rest = first - second - ((BigInteger)j << precision);
        int drop = precision - bits;
        return ((low * factor / 2 - 1 + rest - error - other) >> drop, ((high * factor / 2 + 1 + rest + error + other) >> drop) + 1);
    }
}
