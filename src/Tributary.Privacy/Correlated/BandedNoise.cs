namespace Tributary.Privacy;

/// <summary>Noise correlated by a banded matrix: of each round's fresh noise, the rounds within the bands take a share back.</summary>
/// <remarks>
/// <para>Choquette-Choo et al.: (Amplified) banded matrix factorization, NeurIPS 2023; the matrix C is that of
/// <see cref="BandedSquareRoot"/>, its coefficients rounded to multiples of 2^-30. The noise r is a solution of C r = z for fresh noise z,
/// in whole numbers: r(t) = z(t) - round(sum over k of c(k) r(t - k)).</para>
/// <para>So z(t) = s(t) - x(t) + round(sum of c(k) (s - x)(t - k)) for what is released, s = x + r: one neighbour moves z by C times its
/// change of x, and by at most one step for each rounding that it touches. Denisov et al., NeurIPS 2022, theorem 2.1: clients may have seen
/// everything that was released before.</para>
/// </remarks>
public sealed class BandedNoise : ICorrelatedNoise
{
    private const int FractionBits = 30;

    private readonly IFreshNoise _fresh;
    private readonly long[] _coefficients; // of the rounds before, in 2^-30
    private readonly long[][] _before; // a ring of the last rounds' noise

    /// <summary>Noise for rounds in order.</summary>
    /// <param name="matrix">Its bands are the least separation: a client's rounds lie at least so many apart.</param>
    /// <param name="fresh">Independent noise; its number is the round, from zero.</param>
    public BandedNoise(BandedSquareRoot matrix, IFreshNoise fresh)
    {
        _fresh = fresh;
        _coefficients = Rounded(matrix);
        _before = new long[_coefficients.Length][];
    }

    /// <inheritdoc/>
    public int Rounds { get; private set; }

    /// <summary>The L2 sensitivity of one participation in grid steps: its column of the matrix, and one step for each rounding.</summary>
    /// <param name="clip">The largest norm of one contribution to a sum, in grid steps.</param>
    /// <param name="coordinates">How many coordinates there are.</param>
    public double Sensitivity(double clip, int coordinates) => Sensitivity(_coefficients, clip, coordinates);

    /// <summary>The same before there is any noise.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="clip">The largest norm of one contribution to a sum, in grid steps.</param>
    /// <param name="coordinates">How many coordinates there are.</param>
    public static double Sensitivity(BandedSquareRoot matrix, double clip, int coordinates) =>
        Sensitivity(Rounded(matrix), clip, coordinates);

    private static double Sensitivity(long[] coefficients, double clip, int coordinates)
    {
        double square = 1;
        foreach (long c in coefficients) square += Math.Pow(Math.ScaleB(c, -FractionBits), 2);
        return clip * Math.Sqrt(square) + Math.Sqrt((double)coefficients.Length * coordinates);
    }

    private static long[] Rounded(BandedSquareRoot matrix) =>
        [.. matrix.Coefficients[1..].ToArray().Select(c => (long)Math.Round(Math.ScaleB(c, FractionBits)))];

    /// <inheritdoc/>
    public void Next(Span<long> noise)
    {
        _fresh.Fill(Rounds, noise);
        int reach = Math.Min(_coefficients.Length, Rounds);
        for (int i = 0; reach > 0 && i < noise.Length; i++)
        {
            Int128 sum = Int128.One << (FractionBits - 1); // rounds to the nearest by flooring
            for (int k = 0; k < reach; k++) sum += (Int128)_coefficients[k] * Before(k)[i];
            noise[i] = checked(noise[i] - (long)(sum >> FractionBits));
        }
        if (_before.Length > 0)
        {
            ref long[] oldest = ref _before[Rounds % _before.Length];
            if (oldest is null || oldest.Length != noise.Length) oldest = new long[noise.Length];
            noise.CopyTo(oldest);
        }
        Rounds++;
    }

    /// <summary>The noise k + 1 rounds ago.</summary>
    private long[] Before(int k) => _before[(Rounds - 1 - k) % _before.Length];
}
