using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>The whole numbers whose products a site sums for a Gaussian copula, as published histograms give them.</summary>
/// <remarks>A sum travels as <see cref="Limbs"/> whole numbers, each so small that sums over sites are exact.</remarks>
public sealed class CopulaScores
{
    /// <summary>How many numbers a sum is sent as, the lowest first.</summary>
    public const int Limbs = 4;

    private const int Digit = 1 << 12;

    private readonly int[][] _scores;

    /// <summary>The scores of a table.</summary>
    /// <param name="histogram">What is counted.</param>
    /// <param name="model">With the published counts.</param>
    public CopulaScores(TableHistogram histogram, ParameterSet model)
    {
        Margins = CopulaMargins.Of(histogram, model);
        _scores = [.. Margins.Select(margin => margin.Scores)];
    }

    internal CopulaMargin[] Margins { get; }

    /// <summary>The number of pairs of columns: (0, 1), (0, 2) and so on.</summary>
    public int Pairs => PairsOf(_scores.Length);

    /// <summary>One product of two scores of one, in whole numbers.</summary>
    public static double Unit => (double)CopulaMargin.Unit * CopulaMargin.Unit;

    /// <summary>The largest norm of the products of one row: by how much a row can change all sums together.</summary>
    public double Sensitivity
    {
        get
        {
            double[] squares = [.. _scores.Select(scores => scores.Max(score => (double)score * score))];
            double sum = 0;
            for (int a = 0; a < squares.Length; a++)
                for (int b = a + 1; b < squares.Length; b++) sum += squares[a] * squares[b];
            return Math.Sqrt(sum);
        }
    }

    /// <summary>The number of pairs of so many columns.</summary>
    public static int PairsOf(int columns) => columns * (columns - 1) / 2;

    /// <summary>Adds the products of a row to sums.</summary>
    /// <param name="cells">The cell of every column.</param>
    /// <param name="sums">A sum a pair.</param>
    public void Add(ReadOnlySpan<int> cells, Span<long> sums)
    {
        int pair = 0;
        for (int a = 0; a < cells.Length; a++)
        {
            int score = _scores[a][cells[a]];
            for (int b = a + 1; b < cells.Length; b++) sums[pair++] += score * (long)_scores[b][cells[b]];
        }
    }

    /// <summary>Writes a sum as small whole numbers of its sign.</summary>
    /// <param name="sum">Less than 2^48 in size, which 16 million rows are.</param>
    /// <param name="limbs">Takes <see cref="Limbs"/> numbers.</param>
    /// <exception cref="InvalidDataException">The sum is larger.</exception>
    public static void Split(long sum, Span<float> limbs)
    {
        for (int i = 0; i < Limbs; i++, sum /= Digit) limbs[i] = sum % Digit;
        if (sum != 0)
            throw new InvalidDataException("The site has more rows than sums of products can hold. Divide it into several sites.");
    }

    /// <summary>The sum whose parts, or sums of parts, these are.</summary>
    public static double Join(ReadOnlySpan<double> limbs)
    {
        double sum = 0;
        for (int i = Limbs - 1; i >= 0; i--) sum = sum * Digit + Math.Round(limbs[i]);
        return sum;
    }
}
