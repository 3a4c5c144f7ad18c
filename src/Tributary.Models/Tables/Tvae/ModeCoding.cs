using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Turns cells into modes and places and back, by a histogram that was summed over sites.</summary>
internal sealed class ModeCoding
{
    private readonly ModeLayout _rows;
    private readonly ColumnGroups[] _groups;
    private readonly (double Middle, double Half)[][] _modes; // by column and group; empty for names
    private readonly int[][][] _members;

    /// <summary>The coding that a model's histogram gives.</summary>
    public ModeCoding(ModeLayout rows, ParameterSet model)
    {
        _rows = rows;
        _groups = rows.Histogram.Groups(model);
        _members = [.. _groups.Select(group => Enumerable.Range(0, group.Count)
            .Select(g => Enumerable.Range(0, group.GroupOf.Length).Where(cell => group.GroupOf[cell] == g).ToArray()).ToArray())];
        _modes = [.. _groups.Select((_, column) => rows.HasPlace(column) ? Modes(column) : [])];
    }

    /// <summary>The group of a value, and where it lies in it, from -1 to 1.</summary>
    public (int Group, float Place) Encode(int column, float value)
    {
        int group = _groups[column].GroupOf[_rows.Histogram.Cells.CellOf(column, value)];
        if (!_rows.HasPlace(column) || float.IsNaN(value) || _modes[column][group] is not { Half: > 0 } mode) return (group, 0);
        return (group, (float)Math.Clamp((value - mode.Middle) / mode.Half, -1, 1));
    }

    /// <summary>A value of a group, at a place where it has numbers.</summary>
    public float Decode(int column, int group, double place, RandomStream random)
    {
        int[] members = _members[column][group];
        if (!_rows.HasPlace(column) || _modes[column][group] is not { Half: > 0 } mode)
        {
            double left = random.NextDouble();
            int at = 0;
            while (at < members.Length - 1 && (left -= _groups[column].Shares[members[at]]) >= 0) at++;
            return _rows.Histogram.Cells.Draw(column, members[at], random);
        }
        double value = mode.Middle + Math.Clamp(place, -1, 1) * mode.Half;
        return (float)(_rows.Histogram.Shape.Columns[column].Whole ? Math.Round(value) : value);
    }

    /// <summary>The groups of a column that there are.</summary>
    public int Count(int column) => _groups[column].Count;

    private (double Middle, double Half)[] Modes(int column)
    {
        TableCells cells = _rows.Histogram.Cells;
        var none = new RandomStream(0);
        return
        [
            .. _members[column].Select(members =>
            {
                // A mode's ends are told by values in its first and last cell; which ones matters little.
                float low = cells.Draw(column, members[0], none), high = cells.Draw(column, members[^1], none);
                return float.IsNaN(low) || float.IsNaN(high) ? (0.0, 0.0) : ((low + (double)high) / 2, Math.Abs(high - (double)low) / 2);
            }),
        ];
    }
}
