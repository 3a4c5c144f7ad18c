using Tributary.Core;
using Tributary.Models;

namespace Tributary.Training;

/// <summary>A site's own file read as a table that a job declares: where the file is, and how it writes the job's columns.</summary>
public sealed record SiteTable : IChecked
{
    private static readonly ColumnMapping _asDeclared = new();

    /// <summary>The file, in the data folder or as a whole path; a name that ends in <c>.gz</c> is unpacked.</summary>
    public required string Path { get; init; }

    /// <summary>What separates cells.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>What separates whole numbers from their fractions: a full stop or a comma.</summary>
    public char Decimal { get; init; } = '.';

    /// <summary>The names of the file's columns; where null, the first line names them.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>The texts that stand for a missing cell; other spellings of the same number do too.</summary>
    public IReadOnlyList<string> Missing { get; init; } = CsvTable.MissingMarks;

    /// <summary>
    /// The file's column that says whose a row is, for a site that counts what is told of each person; a row in which it is empty is left
    /// out. Null where rows are nobody's.
    /// </summary>
    public string? Person { get; init; }

    /// <summary>The job's columns that the file calls or writes otherwise, by their names in the job.</summary>
    public IReadOnlyDictionary<string, ColumnMapping> Columns { get; init; } = new Dictionary<string, ColumnMapping>();

    /// <summary>The same for the label; null where the file has it as the job does.</summary>
    public ColumnMapping? Label { get; init; }

    /// <summary>Reads the file as the table that <paramref name="schema"/> declares.</summary>
    /// <param name="schema">What the job says a row looks like.</param>
    /// <param name="folder">Where <see cref="Path"/> begins unless it is a whole path.</param>
    /// <returns>The rows that can be used, in the file's order and with people as keys, and what became of the others.</returns>
    /// <exception cref="DataException">
    /// The file cannot be read or lacks a column, the mapping does not fit the schema, or no row can be used.
    /// </exception>
    public SiteTableResult Read(TableSchema schema, DataFolder folder)
    {
        var rows = new RowBuilder(schema);
        RowReport report = Read(schema, folder.PathOf(Path), rows, key: null);
        return new SiteTableResult(rows.ToData(), report);
    }

    /// <summary>
    /// Reads the file as whole rows of the table that <paramref name="schema"/> declares, for models that generate them.
    /// </summary>
    /// <param name="schema">What the job says a row looks like, with bounds for every number.</param>
    /// <param name="folder">Where <see cref="Path"/> begins unless it is a whole path.</param>
    /// <returns>The rows that can be used, in the file's order and with people as keys, and what became of the others.</returns>
    /// <exception cref="DataException">
    /// The file cannot be read or lacks a column, the mapping does not fit the schema, no row can be used, or a number has no bounds.
    /// </exception>
    public (TableData Data, RowReport Report) ReadRows(TableSchema schema, DataFolder folder)
    {
        TableShape shape = schema.Rows ?? throw new DataException(
            "The job's table has numbers without bounds, and each site would find others in its rows. State 'minimum' and 'maximum' of "
            + "every column of numbers.");
        var cells = new List<float>();
        var people = new List<string>();
        RowReport report = ReadRows(schema, folder.PathOf(Path), cells, people);
        return (TableData.Of(shape, [.. cells], Person is null ? null : [.. people]), report);
    }

    /// <summary>Everything in this mapping that does not fit a job's table.</summary>
    /// <param name="schema">What the job says a row looks like.</param>
    /// <param name="path">Where the mapping stands in the site's configuration.</param>
    public IEnumerable<Problem> CheckAgainst(TableSchema schema, string path)
    {
        foreach ((string name, ColumnMapping mapping) in Columns)
            if (schema.Columns.FirstOrDefault(column => column.Name == name) is { } column)
                foreach (Problem problem in mapping.CheckAgainst(name, column.Values, Decimal, $"{path}.columns.{name}"))
                    yield return problem;
            else
                yield return Problem.OutOfRange($"{path}.columns.{name}",
                    $"The job's table has no column '{name}', so the entry means nothing. "
                    + $"Its columns are: {string.Join(", ", schema.Columns.Select(declared => declared.Name))}.");
        IReadOnlyList<string>? classes = schema.Label.Above is null ? schema.Label.Values : null;
        foreach (Problem problem in Label?.CheckAgainst(schema.Label.Name, classes, Decimal, $"{path}.label") ?? []) yield return problem;
    }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Path is "") yield return Problem.OutOfRange($"{path}.path", "An empty path names no file. Give the file's.");
        if (Person is "") yield return Problem.OutOfRange($"{path}.person", "An empty name names no column. Give it, or leave it out.");
        if (Decimal is not ('.' or ','))
            yield return Problem.OutOfRange($"{path}.decimal", $"'{Decimal}' separates no fractions. Give '.' or ','.");
    }

    /// <summary>The mapping of a column of the job.</summary>
    internal ColumnMapping MappingOf(string column) => Columns.GetValueOrDefault(column, _asDeclared);

    /// <summary>The mapping of the label.</summary>
    internal ColumnMapping LabelMapping => Label ?? _asDeclared;

    /// <summary>Adds the rows of the file at <paramref name="file"/> that can be used.</summary>
    internal RowReport Read(TableSchema schema, string file, RowBuilder rows, string? key) =>
        Used(new RowReader(schema, Open(schema, file), this).ReadInto(rows, key), file);

    /// <summary>
    /// Adds the cells of whole rows of the file at <paramref name="file"/> that can be used, and whose they are where that is told.
    /// </summary>
    internal RowReport ReadRows(TableSchema schema, string file, List<float> cells, List<string> people) =>
        Used(new WholeRowReader(schema, Open(schema, file), this).ReadInto(cells, people), file);

    private CsvTable Open(TableSchema schema, string file)
    {
        Problem[] problems = [.. CheckAgainst(schema, "$")];
        return problems is [] ? CsvTable.Read(file, Delimiter, Names)
            : throw new DataException(
                $"'{file}' is not mapped to the job's table: {string.Join(" ", problems.Select(problem => problem.Message))}");
    }

    private static RowReport Used(RowReport report, string file) => report.Used > 0
        ? report
        : throw new DataException(
            $"None of the {report.Rows} rows of '{file}' can be used, so there is nothing to learn from: {report.Reasons}. "
            + "Compare the file's columns, units and spellings with those of the job's table.");
}
