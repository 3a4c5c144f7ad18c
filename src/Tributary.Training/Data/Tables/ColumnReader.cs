namespace Tributary.Training;

/// <summary>Turns the cells of one column into features.</summary>
/// <param name="column">What the job declares.</param>
/// <param name="cells">How the file writes it.</param>
/// <param name="dropFirstLevel">Whether the first value has no indicator.</param>
internal sealed class ColumnReader(TableColumn column, CellReader cells, bool dropFirstLevel)
{
    private readonly Dictionary<CellValue, int>? _places = column.Values is null ? null : ValueList.Places(column.Values);
    private readonly int _dropped = dropFirstLevel ? 1 : 0;

    /// <summary>The number of features.</summary>
    public int Width => _places is null ? 1 : _places.Count - _dropped;

    /// <summary>Writes the features of a cell, or says why it has none.</summary>
    public RowFault? Read(string cell, Span<float> features)
    {
        if (_places is null) return ReadNumber(cell, out features[0]);
        if (cells.ReadValue(cell, _places, out int place) is { } fault) return fault;
        features.Clear();
        if (place >= _dropped) features[place - _dropped] = 1;
        return null;
    }

    private RowFault? ReadNumber(string cell, out float feature)
    {
        RowFault? fault = cells.ReadNumber(cell, out double number);
        feature = (float)number;
        return fault ?? (number < column.Minimum || number > column.Maximum || !float.IsFinite(feature) ? RowFault.OutOfRange : null);
    }
}
