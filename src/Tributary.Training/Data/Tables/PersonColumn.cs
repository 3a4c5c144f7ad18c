namespace Tributary.Training;

/// <summary>The column of a site's file that says whose a row is.</summary>
internal sealed class PersonColumn
{
    private readonly SiteTable _site;
    private readonly int _index;

    private PersonColumn(SiteTable site, int index, string name)
    {
        _site = site;
        _index = index;
        Name = name;
    }

    /// <summary>What the file calls it.</summary>
    public string Name { get; }

    /// <summary>Finds it, or gives null where the site names none.</summary>
    public static PersonColumn? Of(SiteTable site, ColumnFinder finder) => site.Person is { } name
        ? new PersonColumn(site, finder.Find(name, new ColumnMapping { From = name }), name) : null;

    /// <summary>Whose a row is, or null where that is missing: such a row could not be counted.</summary>
    public string? Read(IReadOnlyList<string> cells) =>
        cells[_index].Trim() is { Length: > 0 } person && !_site.Missing.Contains(person) ? person : null;
}
