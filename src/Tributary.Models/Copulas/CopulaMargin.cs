using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>One column as steps of a normal number: which cell every part of the line stands for.</summary>
/// <remarks>Numbers stand in their order after missing cells, names in that of their frequency, the most frequent first.</remarks>
internal sealed class CopulaMargin
{
    /// <summary>A score of one, in whole numbers.</summary>
    public const int Unit = 1024;

    private const double Most = 3; // scores end here: what lies beyond is one row in 400
    private readonly int[] _order, _places;
    private readonly double[] _starts, _bounds; // probabilities below a place, and the normal number where it ends

    /// <summary>The steps of a column.</summary>
    /// <param name="probabilities">Of every cell; they sum to one.</param>
    /// <param name="isNumeric">Whether cells are numbers in ascending order.</param>
    /// <param name="missing">Whether the last cell is that of missing ones.</param>
    public CopulaMargin(double[] probabilities, bool isNumeric, bool missing)
    {
        int last = probabilities.Length - 1;
        IEnumerable<int> cells = Enumerable.Range(0, probabilities.Length);
        _order = isNumeric ? [.. missing ? cells.Take(last).Prepend(last) : cells] : [.. cells.OrderByDescending(c => probabilities[c])];
        _places = new int[_order.Length];
        _starts = new double[_order.Length + 1];
        _bounds = new double[_order.Length];
        Scores = new int[_order.Length];
        for (int place = 0; place < _order.Length; place++)
        {
            int cell = _order[place];
            _places[cell] = place;
            _starts[place + 1] = place == last ? 1 : Math.Min(1, _starts[place] + probabilities[cell]);
            _bounds[place] = NormalQuantile.Of(_starts[place + 1]);
            double middle = NormalQuantile.Of(0.5 * (_starts[place] + _starts[place + 1]));
            Scores[cell] = (int)Math.Round(Math.Clamp(middle, -Most, Most) * Unit);
        }
        Probabilities = probabilities;
    }

    /// <summary>Of every cell.</summary>
    public double[] Probabilities { get; }

    /// <summary>The normal number in the middle of every cell, in parts of <see cref="Unit"/>.</summary>
    public int[] Scores { get; }

    /// <summary>The cell that a normal number stands for.</summary>
    public int CellAt(double z)
    {
        int low = 0, high = _bounds.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (z < _bounds[middle]) high = middle;
            else low = middle + 1;
        }
        return _order[low];
    }

    /// <summary>A normal number that stands for a cell, by a number from 0 to 1.</summary>
    public double Within(int cell, double uniform)
    {
        int place = _places[cell];
        double p = _starts[place] + uniform * (_starts[place + 1] - _starts[place]);
        return NormalQuantile.Of(Math.Clamp(p, 1e-300, 1 - 1e-16));
    }

    /// <summary>The scores as a function of a normal number, in Hermite polynomials: the mean first.</summary>
    /// <param name="count">How many coefficients.</param>
    public double[] Hermite(int count)
    {
        double[] sums = new double[count], before = new double[count], after = new double[count];
        for (int place = 0; place < _order.Length; place++)
        {
            double score = (double)Scores[_order[place]] / Unit;
            sums[0] += score * (_starts[place + 1] - _starts[place]);
            Edge(_bounds[place], after);
            for (int k = 1; k < count; k++) sums[k] += score * (before[k] - after[k]);
            (before, after) = (after, before);
        }
        return sums;
    }

    /// <summary>The integrals of normalised Hermite polynomials times the density from a point on.</summary>
    private static void Edge(double x, double[] values)
    {
        Array.Clear(values);
        if (double.IsInfinity(x)) return;
        double density = 0.39894228040143267794 * Elementary.Exp(-0.5 * x * x), polynomial = 1, previous = 0;
        for (int k = 1; k < values.Length; k++)
        {
            values[k] = polynomial * density / Math.Sqrt(k);
            (previous, polynomial) = (polynomial, (x * polynomial - Math.Sqrt(k - 1) * previous) / Math.Sqrt(k));
        }
    }
}
