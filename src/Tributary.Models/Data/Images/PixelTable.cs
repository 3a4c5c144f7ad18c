using System.Globalization;

namespace Tributary.Models;

/// <summary>Reads the 8x8 digits of UCI's optical recognition set: a line has 64 counts of 0 to 16, row by row, and the digit.</summary>
internal static class PixelTable
{
    private const int Side = 8, Largest = 16, Classes = 10;

    public static LabelledData Parse(string text, string source)
    {
        var pixels = new List<byte>();
        var labels = new List<int>();
        int line = 0;
        foreach (ReadOnlySpan<char> row in text.AsSpan().EnumerateLines())
        {
            line++;
            if (!row.IsEmpty) labels.Add(ParseRow(row, pixels, source, line));
        }
        return LabelledData.FromBytes([Side, Side, 1], pixels.ToArray(), 1f / Largest, [.. labels], Classes);
    }

    private static int ParseRow(ReadOnlySpan<char> row, List<byte> pixels, string source, int line)
    {
        int column = 0, label = -1;
        foreach (Range cell in row.Split(','))
        {
            int limit = column < Side * Side ? Largest : Classes - 1;
            if (column > Side * Side || !byte.TryParse(row[cell], NumberStyles.None, CultureInfo.InvariantCulture, out byte value)
                || value > limit)
                throw new DataException(
                    $"'{source}', line {line}, column {column}: '{row[cell]}' is no count from 0 to {limit}. Fetch the file again.");
            if (column++ < Side * Side) pixels.Add(value);
            else label = value;
        }
        return label >= 0 ? label : throw new DataException(
            $"'{source}', line {line}: {column} cells, expected {Side * Side + 1}. Fetch the file again.");
    }
}
