using Tributary.Core;
using Tributary.Models;
using Tributary.Tests;

namespace Tributary.Training.Tests;

/// <summary>Sites' own files, read as a table that a job declares.</summary>
public sealed class SiteTableTests : IDisposable
{
    private const string Nord = """
        {
          "use": "csv", "path": "nord.csv", "delimiter": ";", "decimal": ",",
          "columns": {
            "age": { "from": "AlterJahre" },
            "height": { "from": "2", "factor": 0.01 },
            "chol": { "from": "Chol_mmol", "factor": 38.67 },
            "cp": { "from": "Brustschmerz", "values": { "1": "typical", "2": "atypical", "3": "non-anginal", "4": "asymptomatic" } }
          },
          "label": { "from": "Befund", "values": { "0": "no", "1": "yes", "2": "yes" } },
          "missing": ["", "-9"]
        }
        """;

    private const string Sued = """
        {
          "use": "csv", "path": "sued.txt", "delimiter": "|", "names": ["age", "sex", "cp", "chol", "sick"], "missing": ["?", "-9"],
          "columns": { "sex": { "values": { "F": "0", "M": "1" } } }, "label": { "from": "sick", "values": { "well": "no", "sick": "yes" } }
        }
        """;

    private const string OneNumber = """
        "columns": [{ "name": "x" }], "label": { "name": "y", "values": ["0", "1"] }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static SiteTableResult Read(string mapping, string table = TableFixture.Patients, string? folder = null) =>
        TableFixture.Mapping(mapping).Read(TableFixture.Table(table).Schema, new DataFolder(folder ?? TableFixture.Files));

    private string Refusal(string mapping, string table = TableFixture.Patients) =>
        Assert.Throws<DataException>(() => Read(mapping, table, _folder.Path)).Message;

    [Fact]
    public void Units_spellings_and_decimal_commas_become_those_of_the_job()
    {
        LabelledData data = Read(Nord).Data;
        Assert.Equal([63, (float)(172 * 0.01), (float)(6.0 * 38.67), 1, 0, 0, 0], TableFixture.Row(data, 0));
        Assert.Equal([67, (float)(168.5 * 0.01), (float)(7.4 * 38.67), 0, 0, 0, 1], TableFixture.Row(data, 1));
        Assert.Equal([52, (float)(174 * 0.01), (float)(5.2 * 38.67), 0, 1, 0, 0], TableFixture.Row(data, 2));
        Assert.Equal([0, 1, 1], TableFixture.Labels(data));
        Assert.Null(data.Key(0));
    }

    [Fact]
    public void A_column_may_name_people_and_a_row_of_nobody_is_left_out()
    {
        _folder.Write("own.csv", "x,y,who\n1,0,ada\n2,1,\n3,1, bob \n4,0,ada\n5,1,?\n");
        SiteTableResult read = Read("""{ "use": "csv", "path": "own.csv", "person": "who" }""", OneNumber, _folder.Path);
        Assert.Equal(["ada", "bob", "ada"], read.Data.PartitionInput.Keys!);
        Assert.Equal("3 of 5 rows used. Left out: 2 have no 'who' (lines 3, 6).", read.Report.ToString());
        Assert.Contains("has no column 'whom'", Refusal("""{ "use": "csv", "path": "own.csv", "person": "whom" }""", OneNumber));
        (TableData rows, RowReport report) = TableFixture.Mapping("""{ "use": "csv", "path": "own.csv", "person": "who" }""").ReadRows(
            TableFixture.Table(OneNumber.Replace("\"x\"", "\"x\", \"minimum\": 0, \"maximum\": 9", StringComparison.Ordinal)).Schema, new DataFolder(_folder.Path));
        Assert.Equal(["ada", "bob", "ada"], rows.PartitionInput.Keys!);
        Assert.Equal(3, report.Used);
    }

    [Fact]
    public void The_report_counts_rows_by_column_and_reason_and_shows_no_value()
    {
        RowReport report = Read(Nord).Report;
        Assert.Equal((9, 3), (report.Rows, report.Used));
        Assert.Equal(
            "3 of 9 rows used. Left out: 1 has no 'age' (line 4); 1 has a number out of range for 'age' (line 7); "
            + "1 has no 'chol' (line 6); 1 has no number for 'chol' (line 5); 1 has an unknown value for 'cp' (line 8); "
            + "1 has an unknown value for 'disease' (line 9).", report.ToString());
        Assert.Equal(["3 of 9 rows used.", "  left out: 1 has no 'age' (line 4)"], report.ToLines().Take(2));
        Assert.Equal(("age", RowFault.OutOfRange, 1), (report.LeftOut[1].Column, report.LeftOut[1].Fault, report.LeftOut[1].Count));
    }

    [Fact]
    public void A_file_without_a_header_gets_names()
    {
        const string Table = """
            "columns": [{ "name": "sex" }, { "name": "age" }, { "name": "cp", "values": ["typical", "non-anginal", "asymptomatic"] }],
            "label": { "name": "disease", "values": ["no", "yes"] }
            """;
        SiteTableResult result = Read(Sued, Table);
        Assert.Equal([0, 52.5f, 1, 0, 0], TableFixture.Row(result.Data, 0));
        Assert.Equal([0, 66, 0, 1, 0], TableFixture.Row(result.Data, 1));
        Assert.Equal([1, 1], TableFixture.Labels(result.Data));
        Assert.Equal(
            "2 of 5 rows used. Left out: 1 has no number for 'sex' (line 4); 1 has no 'age' (line 2); "
            + "1 has an unknown value for 'cp' (line 3).", result.Report.ToString());
    }

    [Fact]
    public void Only_the_first_lines_of_many_are_named()
    {
        _folder.Write("t.csv", "x,y\n1,0\n" + string.Concat(Enumerable.Repeat("?,1\n", 7)) + "2,1\n");
        Assert.Equal(
            "2 of 9 rows used. Left out: 7 have no 'x' (lines 3, 4, 5, 6, 7 and more).",
            Read("""{ "use": "csv", "path": "t.csv" }""", OneNumber, _folder.Path).Report.ToString());
    }

    [Fact]
    public void A_unit_is_converted_in_doubles_and_rounded_once()
    {
        _folder.Write("t.csv", "x,y\n0.1,0\n98.6,1\n");
        SiteTableResult result = Read(
            """{ "use": "csv", "path": "t.csv", "columns": { "x": { "factor": 0.5555555555555556, "offset": -17.77777777777778 } } }""",
            OneNumber, _folder.Path);
        Assert.Equal([(float)((0.1 * 0.5555555555555556) + -17.77777777777778)], TableFixture.Row(result.Data, 0));
        Assert.Equal([37.0f], TableFixture.Row(result.Data, 1));
        Assert.NotEqual((0.1f * 0.5555556f) - 17.777778f, TableFixture.Row(result.Data, 0)[0]);
    }

    [Fact]
    public void A_spelling_says_more_than_a_mark_of_missing_cells()
    {
        _folder.Write("t.csv", "x,y\n<5,0\n,1\n7,\n");
        SiteTableResult result = Read("""
            { "use": "csv", "path": "t.csv", "columns": { "x": { "values": { "<5": "2.5" }, "factor": 2 } }, "label": { "values": { "": "1", "0": "0" } } }
            """, OneNumber, _folder.Path);
        Assert.Equal([5f], TableFixture.Row(result.Data, 0));
        Assert.Equal([14f], TableFixture.Row(result.Data, 1));
        Assert.Equal([0, 1], TableFixture.Labels(result.Data));
        Assert.Equal("2 of 3 rows used. Left out: 1 has no 'x' (line 3).", result.Report.ToString());
    }

    [Fact]
    public void Where_spellings_of_a_value_are_listed_no_other_has_a_meaning()
    {
        // A list that forgets a code of the file must not let that code mean what the job means by it.
        _folder.Write("t.csv", "x,y\n1,0\n1,1\n1,2\n");
        SiteTableResult result = Read(
            """{ "use": "csv", "path": "t.csv", "label": { "values": { "1": "0", "2": "1" } } }""", OneNumber, _folder.Path);
        Assert.Equal([0, 1], TableFixture.Labels(result.Data));
        Assert.Equal("2 of 3 rows used. Left out: 1 has an unknown value for 'y' (line 2).", result.Report.ToString());
    }

    [Fact]
    public void With_a_decimal_comma_a_full_stop_is_no_number()
    {
        _folder.Write("t.csv", "x;y\n1,5;0\n1.5;1\n1.000,5;1\n");
        SiteTableResult result = Read("""{ "use": "csv", "path": "t.csv", "delimiter": ";", "decimal": "," }""", OneNumber, _folder.Path);
        Assert.Equal([1.5f], TableFixture.Row(result.Data, 0));
        Assert.Equal("1 of 3 rows used. Left out: 2 have no number for 'x' (lines 3, 4).", result.Report.ToString());
    }

    [Fact]
    public void A_column_of_the_job_is_never_found_by_its_number()
    {
        _folder.Write("t.csv", "1,y\n3,0\n");
        Assert.Equal([3f], TableFixture.Row(Read("""{ "use": "csv", "path": "t.csv" }""", """
            "columns": [{ "name": "1" }], "label": { "name": "y", "values": ["0", "1"] }
            """, _folder.Path).Data, 0));
        _folder.Write("u.csv", "x,y\n3,0\n");
        Assert.Contains("no column '1'", Refusal("""{ "use": "csv", "path": "u.csv" }""", """
            "columns": [{ "name": "1" }], "label": { "name": "y", "values": ["0", "1"] }
            """), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_are_not_there_are_named_with_those_that_are()
    {
        _folder.Write("t.csv", "a,b\n3,0\n");
        Assert.Contains(
            "has no column 'z' (for 'x'), 'y'. There are: a, b.",
            Refusal("""{ "use": "csv", "path": "t.csv", "columns": { "x": { "from": "z" } } }""", OneNumber), StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_was_taken_for_names_is_not_shown()
    {
        _folder.Write("t.csv", "61.25,0\n3,0\n");
        string message = Refusal("""{ "use": "csv", "path": "t.csv" }""", OneNumber);
        Assert.Contains("first line looks like a row", message, StringComparison.Ordinal);
        Assert.DoesNotContain("61", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_a_usable_row_is_an_error_with_the_reasons()
    {
        _folder.Write("t.csv", "x,y\nabc,0\n3,2\n");
        string message = Refusal("""{ "use": "csv", "path": "t.csv" }""", OneNumber);
        Assert.Contains("None of the 2 rows", message, StringComparison.Ordinal);
        Assert.Contains("1 has no number for 'x' (line 2); 1 has an unknown value for 'y' (line 3).", message, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "columns": { "sex": { "from": "a" } } }""", "$.columns.sex")]
    [InlineData("""{ "columns": { "cp": { "factor": 2 } } }""", "$.columns.cp")]
    [InlineData("""{ "columns": { "cp": { "values": { "1": "Typical" } } } }""", "$.columns.cp.values.1")]
    [InlineData("""{ "columns": { "cp": { "values": { "1": "typical", "1.0": "atypical" } } } }""", "$.columns.cp.values")]
    [InlineData("""{ "columns": { "age": { "values": { "old": "very" } } } }""", "$.columns.age.values.old")]
    [InlineData("""{ "label": { "offset": 1 } }""", "$.label")]
    [InlineData("""{ "label": { "values": { "0": "none" } } }""", "$.label.values.0")]
    public void A_mapping_that_does_not_fit_the_job_is_a_problem_at_its_place(string options, string path)
    {
        string json = $$"""{ "use": "csv", "path": "t.csv", {{options[1..]}}""";
        Problem problem = Assert.Single(TableFixture.Mapping(json).CheckAgainst(TableFixture.Table().Schema, "$"));
        Assert.Equal((ProblemCodes.OptionOutOfRange, path), (problem.Code, problem.Path));
        Assert.Contains(problem.Message, Refusal(json), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_wrong_with_a_mapping_is_told_at_once() => Assert.Equal(
        [
            ("$.tables.patients.columns.age.form", ProblemCodes.UnknownOption),
            ("$.tables.patients.columns.chol", ProblemCodes.WrongKindOfValue),
            ("$.tables.patients.columns.cp", ProblemCodes.RepeatedOption),
            ("$.tables.patients.columns.cp.values", ProblemCodes.OptionOutOfRange),
            ("$.tables.patients.columns.height.factor", ProblemCodes.OptionOutOfRange),
            ("$.tables.patients.decimal", ProblemCodes.OptionOutOfRange),
            ("$.tables.patients.delimiter", ProblemCodes.WrongKindOfValue),
            ("$.tables.patients.label.values.0", ProblemCodes.WrongKindOfValue),
            ("$.tables.patients.path", ProblemCodes.MissingOption),
        ],
        TableFixture.MappingProblems("""
            {
              "use": "csv", "delimiter": "tab", "decimal": ";",
              "columns": {
                "age": { "form": "Alter" }, "height": { "factor": 0 }, "chol": 3, "cp": { "values": {} }, "cp": {}
              },
              "label": { "values": { "0": 0 } }
            }
            """).Select(problem => (problem.Path, problem.Code)).Order());

    [Theory]
    [InlineData("""{ "use": "xlsx", "path": "t.xlsx" }""", ProblemCodes.UnknownPart)]
    [InlineData("""{ "use": "csv", "path": "" }""", ProblemCodes.OptionOutOfRange)]
    [InlineData("""{ "use": "csv", "path": "t.csv", "colums": {} }""", ProblemCodes.UnknownOption)]
    public void What_a_site_cannot_mean_is_refused(string json, string code) =>
        Assert.Equal(code, Assert.Single(TableFixture.MappingProblems(json)).Code);

    [Fact]
    public void What_a_mapping_leaves_out_has_its_default()
    {
        SiteTable table = TableFixture.Mapping("""{ "use": "csv", "path": "t.csv", "columns": { "x": {} } }""");
        Assert.Equal((',', '.'), (table.Delimiter, table.Decimal));
        Assert.Equal(["", "?", "NaN", "NA"], table.Missing);
        Assert.Equal(new ColumnMapping(), table.Columns["x"]);
    }
}
