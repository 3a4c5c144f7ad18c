namespace Tributary.Training;

/// <summary>Reads the cells of one column of a file as the job's table means them.</summary>
/// <param name="file">How the site writes its file.</param>
/// <param name="mapping">How it writes this column.</param>
internal sealed class CellReader(SiteTable file, ColumnMapping mapping)
{
    private readonly char _decimal = file.Decimal;
    private readonly HashSet<CellValue> _missing = [.. file.Missing.Select(mark => CellValue.Of(mark, file.Decimal))];

    // The same number spelled twice has one meaning: the mapping was checked.
    private readonly Dictionary<CellValue, CellValue>? _spellings = mapping.Values?
        .DistinctBy(entry => CellValue.Of(entry.Key, file.Decimal))
        .ToDictionary(entry => CellValue.Of(entry.Key, file.Decimal), entry => CellValue.Of(entry.Value));

    /// <summary>A number in the job's unit.</summary>
    /// <param name="cell">The text.</param>
    /// <param name="number">The number where there is no fault.</param>
    public RowFault? ReadNumber(string cell, out double number)
    {
        var said = CellValue.Of(cell, _decimal);
        if (_spellings is not null && _spellings.TryGetValue(said, out CellValue meant)) said = meant;
        else if (_missing.Contains(said))
        {
            number = 0;
            return RowFault.Missing;
        }
        number = said.Number is { } read ? mapping.Convert(read) : 0;
        return said.Number is null ? RowFault.NotANumber : null;
    }

    /// <summary>The place of a value in the job's list.</summary>
    /// <param name="cell">The text.</param>
    /// <param name="places">The job's values.</param>
    /// <param name="place">From 0, where there is no fault.</param>
    public RowFault? ReadValue(string cell, Dictionary<CellValue, int> places, out int place)
    {
        var said = CellValue.Of(cell, _decimal);
        place = 0;
        if (_spellings is not null && _spellings.TryGetValue(said, out CellValue meant)) place = places[meant];
        else if (_missing.Contains(said)) return RowFault.Missing;
        else if (_spellings is not null || !places.TryGetValue(said, out place)) return RowFault.UnknownValue;
        return null;
    }
}
