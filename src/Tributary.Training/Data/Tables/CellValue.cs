using System.Globalization;

namespace Tributary.Training;

/// <summary>What a cell says: a number where it spells a finite one, so that 1 and 1.0 are equal, otherwise its text.</summary>
internal readonly record struct CellValue(double? Number, string Text)
{
    private static readonly NumberFormatInfo _decimalComma = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "" };

    /// <summary>Reads a cell.</summary>
    /// <param name="cell">The text, without white space around it.</param>
    /// <param name="decimalMark">A full stop or a comma.</param>
    public static CellValue Of(string cell, char decimalMark = '.')
    {
        IFormatProvider format = decimalMark == ',' ? _decimalComma : CultureInfo.InvariantCulture;
        return double.TryParse(cell, NumberStyles.Float, format, out double number) && double.IsFinite(number)
            ? new CellValue(number, "")
            : new CellValue(null, cell);
    }
}
