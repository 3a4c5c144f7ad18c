using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>
/// Correlated noise for running sums by the square root of the matrix of sums, cut to its first bands: the noise of a round
/// takes back part of that of the rounds before, so that sums over many rounds stay close to the truth.
/// </summary>
/// <remarks>
/// Kalinin, Lampert: Banded square root matrix factorization for differentially private model training, NeurIPS 2024: the
/// strategy matrix C is lower triangular with constant diagonals, the k-th being c(k) = c(k - 1) (2 k - 1) / (2 k) below the number of
/// bands and 0 beyond; sums come out as B C x plus B times noise with B = A / C, A being lower triangular with ones.
/// </remarks>
public sealed class BandedSquareRoot
{
    private readonly double[] _coefficients, _noise;

    /// <summary>The matrices for so many rounds and bands.</summary>
    /// <param name="rounds">At least 1.</param>
    /// <param name="bands">From 1 (independent noise) to <paramref name="rounds"/> (the whole square root).</param>
    /// <exception cref="ProblemException">There is no such matrix.</exception>
    public BandedSquareRoot(int rounds, int bands)
    {
        if (rounds < 1 || bands < 1 || bands > rounds)
            throw new ProblemException(ProblemCodes.PrivacyEventInvalid, "bands",
                $"A matrix of {rounds} rounds cannot have {bands} bands: more bands than rounds would stay unused. "
                + "Give from 1 to the rounds.");
        Rounds = rounds;
        _coefficients = new double[bands];
        _coefficients[0] = 1;
        for (int k = 1; k < bands; k++) _coefficients[k] = _coefficients[k - 1] * (2 * k - 1) / (2 * k);
        // The first column of B: the series 1 / ((1 - x) C(x)).
        _noise = new double[rounds];
        for (int i = 0; i < rounds; i++)
        {
            double value = 1;
            for (int k = 1; k < Math.Min(bands, i + 1); k++) value -= _coefficients[k] * _noise[i - k];
            _noise[i] = value;
        }
    }

    /// <summary>How many rounds there are.</summary>
    public int Rounds { get; }

    /// <summary>The diagonals of the strategy matrix, the main one first.</summary>
    public ReadOnlySpan<double> Coefficients => _coefficients;

    /// <summary>The first column of B, of which each row holds as many, turned round: how much of each round's noise is in a sum.</summary>
    public ReadOnlySpan<double> NoiseInSums => _noise;

    /// <summary>
    /// The L2 sensitivity for one participation, or several at least as many rounds apart as there are bands: a column's norm each.
    /// </summary>
    public double Sensitivity => Math.Sqrt(_coefficients.Sum(c => c * c));

    /// <summary>The largest norm of a row of B: the deviation of the worst sum for noise of deviation one.</summary>
    public double MaxRowNorm => Math.Sqrt(_noise.Sum(b => b * b));

    /// <summary>The deviation of the worst sum at noise multiplier one: sensitivity times largest row norm.</summary>
    public double MaxError => Sensitivity * MaxRowNorm;

    /// <summary>The root of the mean variance of all sums at noise multiplier one.</summary>
    public double RootMeanSquaredError
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < Rounds; i++) sum += (Rounds - i) * _noise[i] * _noise[i];
            return Sensitivity * Math.Sqrt(sum / Rounds);
        }
    }
}
