using Tributary.Models;

namespace Tributary.Training;

/// <summary>
/// Turns whole rows into features and a class: an indicator for each value, numbers by their mean and deviation in real rows.
/// </summary>
internal sealed class RowEncoding
{
    private readonly TableShape _shape;
    private readonly int _label;
    private readonly (double Mean, double Scale)[] _numbers;
    private readonly string[] _names;

    /// <summary>The encoding that real rows give.</summary>
    /// <param name="real">Rows with a label.</param>
    /// <exception cref="DataException">There is no label.</exception>
    public RowEncoding(TableData real)
    {
        _shape = real.Shape;
        _label = _shape.LabelIndex();
        if (_label < 0)
            throw new DataException("The table has no label, so nothing can be predicted from its rows. Name the label's column.");
        _numbers = [.. _shape.Columns.Select((column, i) => column.IsNumeric ? Moments(real, i) : (0, 1))];
        _names = [.. _shape.Columns.SelectMany((column, i) => i == _label ? [] : Names(column))];
    }

    /// <summary>The rows as examples; one whose label is missing is none.</summary>
    public LabelledData Encode(TableData rows)
    {
        var values = new List<float>(rows.Count * _names.Length);
        var labels = new List<int>(rows.Count);
        int classes = _shape.Columns[_label].Values!.Count;
        for (int row = 0; row < rows.Count; row++)
        {
            float label = rows[row, _label];
            if (float.IsNaN(label) || label >= classes) continue;
            labels.Add((int)label);
            for (int column = 0; column < _shape.Columns.Count; column++)
                if (column != _label) Append(values, column, rows[row, column]);
        }
        return LabelledData.FromColumns(_names, [.. values], [.. labels], _shape.Columns[_label].Values!);
    }

    private void Append(List<float> values, int column, float cell)
    {
        ColumnShape shape = _shape.Columns[column];
        bool missing = float.IsNaN(cell);
        if (shape.Values is { } names)
            for (int value = 0; value < names.Count + (shape.Other ? 1 : 0); value++) values.Add(cell == value ? 1 : 0);
        else
            values.Add(missing ? 0 : (float)((cell - _numbers[column].Mean) * _numbers[column].Scale));
        if (shape.Missing) values.Add(missing ? 1 : 0);
    }

    private static IEnumerable<string> Names(ColumnShape column)
    {
        if (column.Values is null) yield return column.Name;
        else
            foreach (string value in column.Values) yield return $"{column.Name}={value}";
        if (column.Other) yield return $"{column.Name}={ColumnShape.OtherName}";
        if (column.Missing) yield return $"{column.Name}=(missing)";
    }

    private static (double Mean, double Scale) Moments(TableData rows, int column)
    {
        double sum = 0, squares = 0, count = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            if (float.IsNaN(rows[row, column])) continue;
            sum += rows[row, column];
            squares += (double)rows[row, column] * rows[row, column];
            count++;
        }
        double mean = sum / Math.Max(1, count), variance = squares / Math.Max(1, count) - mean * mean;
        return (mean, variance > 0 ? 1 / Math.Sqrt(variance) : 1);
    }
}
