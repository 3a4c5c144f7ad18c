using System.Text.Json.Serialization;
using Tributary.Core;
using Tributary.Models;

namespace Tributary.Training;

/// <summary>A table whose columns the job declares; each site in the field reads its own file as that table.</summary>
public sealed record TableSource : IDataSource, IChecked
{
    /// <summary>What sites call the table when they say which of their files it is.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Where a simulation finds rows: a file, a folder or a pattern such as <c>heart/*.csv</c>, in the data folder or as a whole path. The
    /// field ignores it.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>The columns that become features, in order.</summary>
    public required IReadOnlyList<TableColumn> Columns { get; init; }

    /// <summary>The column to predict.</summary>
    public required TableLabel Label { get; init; }

    /// <summary>Whether the first value of a column gets no indicator of its own.</summary>
    public bool DropFirstLevel { get; init; }

    /// <summary>What a row looks like.</summary>
    [JsonIgnore]
    public TableSchema Schema => new() { Columns = Columns, Label = Label, DropFirstLevel = DropFirstLevel };

    /// <inheritdoc/>
    [JsonIgnore]
    public DataShape? Declared => Schema.Shape;

    /// <inheritdoc/>
    [JsonIgnore]
    public DataShape? DeclaredRows => Schema.Rows is { } rows
        ? new DataShape { Features = [rows.Columns.Count], Characters = "", Table = rows } : null;

    /// <inheritdoc/>
    public IDataSource In(string folder) => this with { Path = Path is null ? null : System.IO.Path.Combine(folder, Path) };

    /// <summary>Reads the files at <see cref="Path"/>, whose columns are named as here; a row's key is its file's name.</summary>
    /// <inheritdoc/>
    public DataSplit Load(DataFolder folder)
    {
        if (Path is null)
            throw new DataException(
                $"The table '{Name}' has no path, so there are no rows to simulate with: in the field each site reads its own. "
                + "Give a 'path' of files whose columns are named as in the job.");
        TableSchema schema = Schema;
        var rows = new RowBuilder(schema);
        var notes = new List<string>();
        foreach ((string file, string key) in TableFiles.At(folder.PathOf(Path)))
        {
            RowReport report = new SiteTable { Path = file }.Read(schema, file, rows, key);
            if (report.LeftOut.Count > 0) notes.Add($"{key}: {report}");
        }
        return new DataSplit(rows.ToData(), null) { Notes = notes };
    }

    /// <summary>
    /// Reads the files at <see cref="Path"/> as whole rows: what is missing, or none of the declared values, is a value itself. Where a
    /// number has no bounds, those of the rows count.
    /// </summary>
    /// <inheritdoc/>
    public DataSplit LoadRows(DataFolder folder)
    {
        if (Path is null)
            throw new DataException(
                $"The table '{Name}' has no path, so there are no rows to simulate with: in the field each site reads its own. "
                + "Give a 'path' of files whose columns are named as in the job.");
        if (Schema.Rows is { } declared) return Read(declared, folder.PathOf(Path));
        var options = new CsvOptions
        {
            Label = Label.Name,
            LabelThreshold = Label.Above,
            Classes = Label.Values,
            ClassNames = Label.ClassNames,
            Only = [.. Columns.Select(column => column.Name)],
            Values = Columns.Where(column => column.Values is not null).ToDictionary(column => column.Name, column => column.Values!),
        };
        Dictionary<string, ColumnBounds> bounds = Columns.Where(column => column.Minimum is not null && column.Maximum is not null)
            .ToDictionary(column => column.Name, column => new ColumnBounds(column.Minimum!.Value, column.Maximum!.Value));
        (string File, string? Key)[] files = [.. TableFiles.At(folder.PathOf(Path)).Select(file => (file.Path, (string?)file.Key))];
        return new DataSplit(TableData.Concat(TableFile.ReadParts(files, options, bounds)), null);
    }

    /// <summary>Reads rows as each site in the field reads its own.</summary>
    private DataSplit Read(TableShape shape, string path)
    {
        var cells = new List<float>();
        var keys = new List<string>();
        var notes = new List<string>();
        foreach ((string file, string key) in TableFiles.At(path))
        {
            RowReport report = new SiteTable { Path = file }.ReadRows(Schema, file, cells, []);
            if (report.LeftOut.Count > 0) notes.Add($"{key}: {report}");
            while (keys.Count < cells.Count / shape.Columns.Count) keys.Add(key);
        }
        return new DataSplit(TableData.Of(shape, [.. cells], [.. keys]), null) { Notes = notes };
    }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (string.IsNullOrWhiteSpace(Name))
            yield return Problem.OutOfRange($"{path}.name", "A table without a name cannot be found at a site. Name it.");
        if (Path is "")
            yield return Problem.OutOfRange($"{path}.path",
                "An empty path names no file. Give one, or leave it out for the field.");
        if (Columns is [])
            yield return Problem.OutOfRange($"{path}.columns", "Without a column there is nothing to learn from. Declare at least one.");
        if (Columns.CountBy(column => column.Name).FirstOrDefault(name => name.Value > 1) is { Key: { } twice })
            yield return Problem.OutOfRange($"{path}.columns", $"Two columns are called '{twice}', and a file has one. Remove one.");
        if (Columns.Any(column => column.Name == Label.Name))
            yield return Problem.OutOfRange($"{path}.label.name",
                $"The label '{Label.Name}' is among the columns, and a model that sees it has nothing to learn. Remove the column.");
    }
}
