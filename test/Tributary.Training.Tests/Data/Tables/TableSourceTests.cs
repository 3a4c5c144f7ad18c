using System.IO.Compression;
using System.Text;
using Tributary.Core;
using Tributary.Models;
using Tributary.Tests;

namespace Tributary.Training.Tests;

/// <summary>Tables that a job declares, read from prepared files as a simulation does.</summary>
public sealed class TableSourceTests : IDisposable
{
    private const string Header = "age,height,chol,cp,disease\n", Row = "50,1.7,200,typical,no\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static DataSplit Load(string path, string options = TableFixture.Patients, string? folder = null) =>
        (TableFixture.Table(options) with { Path = path }).Load(new DataFolder(folder ?? TableFixture.Files));

    private string Refusal(string path, string options = TableFixture.Patients) =>
        Assert.Throws<DataException>(() => Load(path, options, _folder.Path)).Message;

    [Theory]
    [InlineData(TableFixture.Patients)]
    [InlineData(TableFixture.Patients + """, "dropFirstLevel": true""")]
    [InlineData("""
        "columns": [{ "name": "height" }, { "name": "cp", "values": ["non-anginal", "atypical", "typical", "asymptomatic"] }],
        "label": { "name": "age", "above": 50 }
        """)]
    public void The_shape_is_known_without_data_and_is_that_of_the_data(string options)
    {
        TableSource table = TableFixture.Table(options);
        DataShape declared = ((IDataSource)table).Declared!;
        var read = DataShape.Of((table with { Path = "declared" }).Load(new DataFolder(TableFixture.Files)).Train);
        Assert.Equal(read.Features, declared.Features);
        Assert.Equal(read.FeatureNames, declared.FeatureNames);
        Assert.Equal(read.ClassNames, declared.ClassNames);
        Assert.Equal(
            (read.Classes, read.VocabularySize, read.Characters, read.Normalize),
            (declared.Classes, declared.VocabularySize, declared.Characters, declared.Normalize));
    }

    [Fact]
    public void Sources_that_must_be_read_declare_nothing() => Assert.Null(((IDataSource)new NamedSource("digits")).Declared);

    [Fact]
    public void Reads_numbers_and_indicators_in_the_order_of_the_job()
    {
        var data = (LabelledData)Load("declared/nord.csv").Train;
        Assert.Equal(
            ["age", "height", "chol", "cp=typical", "cp=atypical", "cp=non-anginal", "cp=asymptomatic"], data.FeatureNames!);
        Assert.Equal([63, 1.72f, 232.02f, 1, 0, 0, 0], TableFixture.Row(data, 0));
        Assert.Equal([67, 1.685f, 286.158f, 0, 0, 0, 1], TableFixture.Row(data, 1));
        Assert.Equal([0, 1], TableFixture.Labels(data));
        Assert.Equal(["no", "yes"], data.ClassNames!);
    }

    [Fact]
    public void Leaves_out_the_first_indicator_on_request()
    {
        var data = (LabelledData)Load("declared/nord.csv", TableFixture.Patients + """, "dropFirstLevel": true""").Train;
        Assert.Equal([63, 1.72f, 232.02f, 0, 0, 0], TableFixture.Row(data, 0));
        Assert.Equal([67, 1.685f, 286.158f, 0, 0, 1], TableFixture.Row(data, 1));
    }

    [Theory]
    [InlineData("declared")]
    [InlineData("declared/*.csv")]
    [InlineData("declared/*")]
    [InlineData("declared/?o*.csv", "nord")]
    [InlineData("declared/sued.csv", "sued")]
    public void A_path_is_a_file_a_folder_or_a_pattern_and_a_row_belongs_to_its_file(string path, params string[] only)
    {
        var data = (LabelledData)Load(path).Train;
        Assert.Equal(only is [] ? ["nord", "sued"] : only, ByKeyPartition.KeysOf(data.PartitionInput));
        Assert.Equal(path.Contains("sued", StringComparison.Ordinal) ? 1 : only is [] ? 3 : 2, data.Count);
    }

    [Fact]
    public void A_whole_path_needs_no_folder() =>
        Assert.Equal(2, Load(Path.Combine(TableFixture.Files, "declared", "nord.csv"), folder: "").Train.Count);

    [Fact]
    public void Says_which_rows_of_which_file_are_not_used() =>
        Assert.Equal(["sued: 1 of 2 rows used. Left out: 1 has no 'chol' (line 2)."], Load("declared").Notes);

    [Fact]
    public void Packed_files_are_called_as_unpacked_ones()
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionMode.Compress)) zip.Write(Encoding.UTF8.GetBytes(Header + Row));
        _folder.Write("west.2.csv.gz", packed.ToArray());
        Assert.Equal("west.2", ((LabelledData)Load(".", folder: _folder.Path).Train).Key(0));
        _folder.Write("west.2.csv", Header + Row);
        Assert.Contains("'west.2'", Refusal("."), StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_may_be_a_number_above_a_bound()
    {
        const string Options = """
            "columns": [{ "name": "x" }], "label": { "name": "num", "above": 0, "values": ["healthy", "diseased"] }
            """;
        _folder.Write("t.csv", "x,num\n1,0\n2,0.5\n3,-1\n4,four\n5,7\n");
        DataSplit split = Load("t.csv", Options, _folder.Path);
        Assert.Equal([0, 1, 0, 1], TableFixture.Labels((LabelledData)split.Train));
        Assert.Equal(["healthy", "diseased"], ((LabelledData)split.Train).ClassNames!);
        Assert.Equal("t: 4 of 5 rows used. Left out: 1 has no number for 'num' (line 5).", Assert.Single(split.Notes));
    }

    [Fact]
    public void Bounds_themselves_are_possible_and_numbers_beyond_floats_are_not()
    {
        _folder.Write("t.csv", Header + "0,1,1,typical,no\n120,1,1,typical,no\n-0.001,1,1,typical,no\n120.001,1,1,typical,no\n5,1e39,1,typical,no\n");
        DataSplit split = Load("t.csv", folder: _folder.Path);
        Assert.Equal(2, split.Train.Count);
        Assert.Equal(
            "t: 2 of 5 rows used. Left out: 2 have a number out of range for 'age' (lines 4, 5); "
            + "1 has a number out of range for 'height' (line 6).", Assert.Single(split.Notes));
    }

    [Fact]
    public void A_table_that_loses_all_rows_is_an_error_with_the_reasons()
    {
        _folder.Write("good.csv", Header + Row);
        _folder.Write("lost.csv", Header + "NA,1.7,200,typical,no\n50,1.7,200,Typical,no\n");
        string message = Refusal("*.csv");
        Assert.Contains("None of the 2 rows", message, StringComparison.Ordinal);
        Assert.Contains("lost.csv", message, StringComparison.Ordinal);
        Assert.Contains("1 has no 'age' (line 2); 1 has an unknown value for 'cp' (line 3)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_columns_are_named_together_with_those_there_are()
    {
        _folder.Write("t.csv", "Age,height,chol,cp,ill\n" + Row);
        string message = Refusal("t.csv");
        Assert.Contains("no column 'age', 'disease'. There are: Age, height, chol, cp, ill.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none.csv", "none.csv")]
    [InlineData("none/*.csv", "no folder")]
    [InlineData("*.tsv", "no file '*.tsv'")]
    [InlineData("*/t.csv", "pattern for a folder")]
    [InlineData("", "no .csv")]
    public void A_path_that_leads_nowhere_is_named(string path, string words) =>
        Assert.Contains(words, Refusal(path), StringComparison.Ordinal);

    [Fact]
    public void A_relative_path_needs_a_folder() => Assert.Contains(
        "--data", Assert.Throws<DataException>(() => Load("t.csv", folder: "")).Message, StringComparison.Ordinal);

    [Fact]
    public void Without_a_path_there_is_nothing_to_simulate() => Assert.Contains(
        "'path'", Assert.Throws<DataException>(() => TableFixture.Table().Load(new DataFolder(""))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "name": " " }""", "columns[0].name")]
    [InlineData("""{ "name": "a", "minimum": 2, "maximum": 1 }""", "columns[0].minimum")]
    [InlineData("""{ "name": "a", "minimum": 2, "values": ["x", "y"] }""", "columns[0].minimum")]
    [InlineData("""{ "name": "a", "maximum": 2, "values": ["x", "y"] }""", "columns[0].maximum")]
    [InlineData("""{ "name": "a", "values": ["x"] }""", "columns[0].values")]
    [InlineData("""{ "name": "a", "values": ["x", ""] }""", "columns[0].values")]
    [InlineData("""{ "name": "a", "values": ["1", "1.0"] }""", "columns[0].values")]
    [InlineData("""{ "name": "a" }, { "name": "a" }""", "columns")]
    [InlineData("""{ "name": "y" }""", "label.name")]
    [InlineData("", "columns")]
    public void A_column_that_cannot_be_is_a_problem_at_its_place(string columns, string path)
    {
        string options = $$"""
            "columns": [{{columns}}], "label": { "name": "y", "values": ["0", "1"] }
            """;
        Problem problem = Assert.Single(TableFixture.Problems(options));
        Assert.Equal((ProblemCodes.OptionOutOfRange, $"$.data.{path}"), (problem.Code, problem.Path));
    }

    [Theory]
    [InlineData("""{ "name": "" , "above": 1 }""", "name")]
    [InlineData("""{ "name": "y" }""", "values")]
    [InlineData("""{ "name": "y", "values": ["a"] }""", "values")]
    [InlineData("""{ "name": "y", "values": ["a", "a"] }""", "values")]
    [InlineData("""{ "name": "y", "values": ["a", "b", "c"], "above": 1 }""", "values")]
    public void A_label_that_cannot_be_is_a_problem_at_its_place(string label, string path)
    {
        string options = $$"""
            "columns": [{ "name": "x" }], "label": {{label}}
            """;
        Problem problem = Assert.Single(TableFixture.Problems(options));
        Assert.Equal((ProblemCodes.OptionOutOfRange, $"$.data.label.{path}"), (problem.Code, problem.Path));
    }

    [Fact]
    public void Everything_that_is_wrong_with_a_table_is_told_at_once() => Assert.Equal(
        [
            ("$.data.columns[0].name", ProblemCodes.MissingOption), ("$.data.columns[0].nmae", ProblemCodes.UnknownOption),
            ("$.data.columns[1].minimum", ProblemCodes.WrongKindOfValue), ("$.data.label", ProblemCodes.MissingOption),
        ],
        TableFixture.Problems("""
            "columns": [{ "nmae": "a" }, { "name": "b", "minimum": "low" }]
            """).Select(problem => (problem.Path, problem.Code)).Order());
}
