using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Draws rows from a Gaussian copula, and says how surprising rows are.</summary>
internal sealed class CopulaGenerator : IRowDistribution
{
    private const double Least = 1e-9; // a row that cannot be is very surprising, and not infinitely
    private const long TriesForRow = 20_000;

    private readonly TableHistogram _histogram;
    private readonly CopulaMargin[] _margins;
    private readonly double[,] _correlations, _factor;

    /// <summary>The generator that a model's tensors describe.</summary>
    public CopulaGenerator(TableHistogram histogram, ParameterSet model)
    {
        _histogram = histogram;
        _margins = CopulaMargins.Of(histogram, model);
        _correlations = CorrelationMatrix.Of(_margins, model[CopulaModel.Products]);
        _factor = CorrelationMatrix.Factor(_correlations, [.. Enumerable.Range(0, _margins.Length)]);
    }

    /// <inheritdoc/>
    public TableShape Shape => _histogram.Shape;

    /// <summary>
    /// Minus the logarithm of a row's probability, in nats: that of its columns one by one, and the copula's density at the middles of
    /// their cells.
    /// </summary>
    public double Surprise(TableData data, int row)
    {
        int columns = _margins.Length;
        Span<double> whitened = stackalloc double[columns];
        double surprise = 0;
        for (int column = 0; column < columns; column++)
        {
            int cell = _histogram.Cells.CellOf(column, data[row, column]);
            double score = (double)_margins[column].Scores[cell] / CopulaMargin.Unit, rest = score;
            for (int k = 0; k < column; k++) rest -= _factor[column, k] * whitened[k];
            whitened[column] = rest / _factor[column, column];
            surprise += Elementary.Log(_factor[column, column]) + 0.5 * (whitened[column] * whitened[column] - score * score)
                - Elementary.Log(Math.Max(Least, _margins[column].Probabilities[cell]));
        }
        return surprise;
    }

    /// <inheritdoc/>
    public TableData Sample(int rows, IReadOnlyList<(int Column, float Value)> where, RandomStream random)
    {
        int columns = _margins.Length;
        int[] asked = [.. where.Select(pair => Known(pair.Column, pair.Value))];
        int[] first = [.. where.Select(pair => pair.Column).Distinct()];
        int[] order = [.. first, .. Enumerable.Range(0, columns).Except(first)];
        int[] held = [.. first.Select(column => asked[where.Index().First(one => one.Item.Column == column).Index])];
        if (where.Index().Any(one => held[Array.IndexOf(first, one.Item.Column)] != asked[one.Index])) throw NotTogether();
        double[,] factor = CorrelationMatrix.Factor(_correlations, order);
        RandomStream normals = random.Derive("rows"), values = random.Derive("cells");
        float[] cells = new float[rows * columns];
        double[] drawn = new double[columns];
        long left = TriesForRow * rows;
        for (int row = 0; row < rows; row++)
        {
            while (!Draw(factor, order, held, drawn, normals))
                if (--left < 0) throw NotTogether();
            for (int i = 0; i < columns; i++)
            {
                int column = order[i], cell = i < held.Length ? held[i] : _margins[column].CellAt(Value(factor, i, drawn));
                cells[row * columns + column] = i < held.Length ? where.First(pair => pair.Column == column).Value
                    : _histogram.Cells.Draw(column, cell, values);
            }
        }
        return TableData.Of(Shape, cells);
    }

    /// <summary>
    /// Draws what the columns are made of: the first one within its cell, the others as they come; false where one of those asked for has
    /// another value, so that what is kept is as the distribution has it.
    /// </summary>
    private bool Draw(double[,] factor, int[] order, int[] held, double[] drawn, RandomStream random)
    {
        for (int i = 0; i < drawn.Length; i++)
        {
            drawn[i] = i == 0 && held.Length > 0 ? _margins[order[0]].Within(held[0], random.NextDouble()) : random.NextNormal();
            if (i > 0 && i < held.Length && _margins[order[i]].CellAt(Value(factor, i, drawn)) != held[i]) return false;
        }
        return true;
    }

    private static double Value(double[,] factor, int place, double[] drawn)
    {
        double sum = 0;
        for (int k = 0; k <= place; k++) sum += factor[place, k] * drawn[k];
        return sum;
    }

    private int Known(int column, float value)
    {
        int cell = _histogram.Cells.CellOf(column, value);
        return _margins[column].Probabilities[cell] > 0 ? cell : throw new DataException(
            $"The generator makes no row with '{Shape.Columns[column].Name}' = '{TableFile.TextOf(Shape.Columns[column], value)}': "
            + "none was counted. Ask for another value.");
    }

    private static DataException NotTogether() => new(
        "What is asked for occurs together too rarely to be drawn, or never. Ask for less.");
}
