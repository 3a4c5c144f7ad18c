using Tributary.Models;

namespace Tributary.Training;

/// <summary>Finds the columns of a declared table in a site's file.</summary>
internal sealed class ColumnFinder(CsvTable table, SiteTable site)
{
    private readonly List<string> _lacking = [];

    /// <summary>The place of a column; any where it is not there, which <see cref="ThrowIfLacking"/> tells.</summary>
    public int Find(string name, ColumnMapping mapping)
    {
        // A job's column may be called 7; only a site says that it means a number.
        int? index = mapping.From is { } from
            ? table.Find(from)
            : table.Columns.Index().Where(column => column.Item == name).Select(column => (int?)column.Index).FirstOrDefault();
        if (index is null) _lacking.Add(mapping.From is null || mapping.From == name ? $"'{name}'" : $"'{mapping.From}' (for '{name}')");
        return index ?? 0;
    }

    /// <summary>Tells of the columns that are not there.</summary>
    /// <exception cref="DataException">Some are not; the message names them and those that are.</exception>
    public void ThrowIfLacking()
    {
        if (_lacking is []) return;
        string what = $"'{table.Source}' has no column {string.Join(", ", _lacking)}. ";
        // Names that are numbers are cells: a message must not show them.
        throw new DataException(site.Names is null && table.Columns.Any(column => CellValue.Of(column).Number is not null)
            ? $"{what}Its first line looks like a row. Put a line of names before it, or give the names in the site's configuration."
            : $"{what}There are: {string.Join(", ", table.Columns)}. "
                + "Name them as the job does, or say in the site's configuration which is meant ('from').");
    }
}
