namespace Tributary.Training;

/// <summary>Turns the cells of the label's column into classes.</summary>
/// <param name="label">What the job declares.</param>
/// <param name="cells">How the file writes it.</param>
internal sealed class LabelReader(TableLabel label, CellReader cells)
{
    private readonly Dictionary<CellValue, int> _places = label.Above is null ? ValueList.Places(label.ClassNames) : [];

    /// <summary>The class of a cell, or why it has none.</summary>
    public RowFault? Read(string cell, out int place)
    {
        if (label.Above is not { } above) return cells.ReadValue(cell, _places, out place);
        RowFault? fault = cells.ReadNumber(cell, out double number);
        place = number > above ? 1 : 0;
        return fault;
    }
}
