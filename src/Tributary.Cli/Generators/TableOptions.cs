using System.CommandLine;
using System.Globalization;
using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Cli;

/// <summary>The options of <c>generate</c> that draw rows of a table.</summary>
internal sealed class TableOptions
{
    private const int UsualRows = 1000;

    private readonly Option<int?> _rows = new("--rows") { Description = "How many rows of a table; else 1,000.", HelpName = "N" };

    private readonly Option<string[]> _where = new("--where")
    {
        Description = "A value that every row is to have: COLUMN=VALUE. May be given several times.",
        HelpName = "COLUMN=VALUE",
    };

    /// <summary>All of them, for a command.</summary>
    public IEnumerable<Option> All => [_rows, _where];

    /// <summary>Draws rows and writes them.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="stored">A generator of tables.</param>
    /// <param name="count">How many were asked for by <c>--count</c>, or null.</param>
    /// <param name="path">The file, or null for the terminal.</param>
    /// <param name="random">Decides everything.</param>
    /// <exception cref="ProblemException">No such rows can be.</exception>
    public void Write(ParseResult parsed, StoredModel stored, int? count, string? path, RandomStream random)
    {
        int rows = parsed.GetValue(_rows) ?? count ?? UsualRows;
        if (rows < 1) throw new ProblemException(ProblemCodes.OptionOutOfRange, "--rows", "Nothing would be drawn. Ask for at least one.");
        ITableGenerator generator = ((ITableModel)stored.Load(capacity: 1)).Generator;
        (int, float)[] where = [.. (parsed.GetValue(_where) ?? []).Select(text => Read(text, generator.Shape))];
        TableData drawn;
        try
        {
            drawn = generator.Sample(rows, where, random);
        }
        catch (DataException e)
        {
            throw new ProblemException(ProblemCodes.NoSuchRow, "--where", e.Message);
        }
        if (path is null) TableFile.Write(Console.Out, drawn);
        else
        {
            using (var file = new StreamWriter(path)) TableFile.Write(file, drawn);
            Console.WriteLine($"{drawn.Count} rows: {Path.GetFullPath(path)}");
        }
    }

    private static (int Column, float Value) Read(string text, TableShape shape)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        int column = equals < 0 ? -1 : shape.Find(text[..equals].Trim());
        if (column < 0)
            throw new ProblemException(ProblemCodes.NoSuchRow, "--where",
                $"'{text}' names no column. Write COLUMN=VALUE, with one of "
                + $"{string.Join(", ", shape.Columns.Select(known => known.Name))}.");
        ColumnShape known = shape.Columns[column];
        string value = text[(equals + 1)..].Trim();
        if (value.Length == 0 && known.Missing) return (column, float.NaN);
        if (known.Values is { } values)
        {
            int place = values.Index().Where(one => one.Item == value).Select(one => (int?)one.Index).FirstOrDefault()
                ?? (known.Other && value == ColumnShape.OtherName ? values.Count : -1);
            return place >= 0 ? (column, place)
                : throw new ProblemException(ProblemCodes.NoSuchRow, "--where",
                    $"The column '{known.Name}' has no value '{value}'. It has {string.Join(", ", values)}.");
        }
        return float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out float number)
            && number >= known.Minimum && number <= known.Maximum
            ? (column, number)
            : throw new ProblemException(ProblemCodes.NoSuchRow, "--where",
                $"The column '{known.Name}' has numbers from {known.Minimum} to {known.Maximum}, and '{value}' is none. Give one of them.");
    }
}
