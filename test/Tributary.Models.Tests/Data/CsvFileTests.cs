using Tributary.Tests;

namespace Tributary.Models.Tests;

public sealed class CsvFileTests : IDisposable
{
    private const string People = "age,town,fee,class\n30,Rome,1.5,yes\n40,Oslo,2,no\n50,Rome,-3e1,yes\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private LabelledData Read(string content, CsvOptions? options = null) =>
        CsvFile.Read(_folder.Write("data.csv", content), options ?? new CsvOptions { Label = "class" });

    private string Refusal(string content, CsvOptions? options = null) => Assert.Throws<DataException>(() => Read(content, options)).Message;

    private static float[] Row(LabelledData data, int example)
    {
        float[] row = new float[data.FeatureShape.Count];
        data.CopyFeatures(example, row);
        return row;
    }

    private static int[] Labels(LabelledData data) => [.. Enumerable.Range(0, data.Count).Select(data.Label)];

    [Fact]
    public void Infers_numbers_and_names()
    {
        LabelledData data = Read(People);
        Assert.Equal(["age", "town=Oslo", "town=Rome", "fee"], data.FeatureNames!);
        Assert.Equal([30, 0, 1, 1.5f], Row(data, 0));
        Assert.Equal([50, 0, 1, -30], Row(data, 2));
        Assert.Equal(["no", "yes"], data.ClassNames!);
        Assert.Equal([1, 0, 1], Labels(data));
        Assert.Null(data.Key(0));
    }

    [Fact]
    public void Reads_what_spreadsheets_write()
    {
        LabelledData data = Read("\uFEFF\"a\";town;class\r\n1;\"Sant'Agata; \"\"North\"\"\nside\";0\r\n\r\n2; Rome ;1\r\n", new CsvOptions { Label = "class", Delimiter = ';' });
        Assert.Equal(["a", "town=Rome", "town=Sant'Agata; \"North\"\nside"], data.FeatureNames!);
        Assert.Equal(2, data.Count);
    }

    [Fact]
    public void Takes_given_names_for_a_file_without_header()
    {
        var options = new CsvOptions { Label = "y", Columns = ["x", "y"] };
        Assert.Equal([5f], Row(Read("5,0\n6,1\n", options), 0));
        Assert.Equal([5f], Row(Read("5,0\n6,1\n", options with { Label = "1" }), 0));
    }

    [Fact]
    public void Skips_comments_and_label_suffixes()
    {
        LabelledData data = Read("x,class\n|note\n1,a.\n2,b\n3,a\n", new CsvOptions { Label = "class", Comment = '|', LabelSuffix = "." });
        Assert.Equal([0, 1, 0], Labels(data));
    }

    [Fact]
    public void Drops_the_first_level_where_asked()
    {
        LabelledData data = Read(People, new CsvOptions { Label = "class", DropFirstLevel = true });
        Assert.Equal(["age", "town=Rome", "fee"], data.FeatureNames!);
        Assert.Equal([40, 0, 2], Row(data, 1));
    }

    [Fact]
    public void Orders_numeric_levels_by_value_whatever_their_spelling()
    {
        LabelledData data = Read("k,class\n10,0\n2.0,1\n2,1\n", new CsvOptions { Label = "class", Categorical = ["k"] });
        Assert.Equal(["k=2", "k=10"], data.FeatureNames!);
        Assert.Equal([1, 0], Row(data, 1));
        Assert.Equal([1, 0], Row(data, 2));
    }

    [Fact]
    public void Orders_numeric_classes_by_value()
    {
        Assert.Equal(["2", "10"], Read("x,class\n1,10\n2,2.0\n").ClassNames!);
    }

    [Fact]
    public void Thresholds_a_numeric_label()
    {
        LabelledData data = Read("x,class\n1,0\n2,3\n3,1\n", new CsvOptions { Label = "class", LabelThreshold = 0 });
        Assert.Equal([0, 1, 1], Labels(data));
        Assert.Equal(["class <= 0", "class > 0"], data.ClassNames!);
    }

    [Fact]
    public void Takes_given_classes_in_their_order()
    {
        var options = new CsvOptions { Label = "class", Classes = ["yes", "no"], ClassNames = ["pays", "does not"] };
        LabelledData data = Read(People, options);
        Assert.Equal([0, 1, 0], Labels(data));
        Assert.Equal(["pays", "does not"], data.ClassNames!);
        Assert.Contains("line 3", Refusal(People, options with { Classes = ["yes", "maybe"] }), StringComparison.Ordinal);
        Assert.Contains("1 class names", Refusal(People, options with { ClassNames = ["pays"] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_the_key_of_every_row()
    {
        LabelledData data = Read(People, new CsvOptions { Label = "class", Key = "town", Drop = ["town"] });
        Assert.Equal(["age", "fee"], data.FeatureNames!);
        Assert.Equal(["Rome", "Oslo", "Rome"], data.PartitionInput.Keys!);
        Assert.Equal([[1], [0, 2]], new ByKeyPartition().Split(data.PartitionInput, new(0)));
    }

    [Fact]
    public void Encodes_parts_together()
    {
        string one = _folder.Write("one.csv", "town,class\nRome,a\n"), two = _folder.Write("two.csv", "town,class\nOslo,b\nRome,b\n");
        IReadOnlyList<LabelledData> parts = CsvFile.ReadParts([one, two], new CsvOptions { Label = "class" });
        Assert.Equal([1, 2], parts.Select(part => part.Count));
        Assert.Equal([0, 1], Row(parts[0], 0));
        Assert.Equal([1, 0], Row(parts[1], 0));
        Assert.Equal([1, 1], Labels(parts[1]));
        LabelledData keyed = CsvFile.ReadKeyed([(one, "north"), (two, "south")], new CsvOptions { Label = "class" });
        Assert.Equal(["north", "south", "south"], keyed.PartitionInput.Keys!);
    }

    [Fact]
    public void Refuses_a_missing_cell_with_its_place()
    {
        string message = Refusal("x,y,class\n1,2,a\n3,?,b\n");
        Assert.Contains("data.csv', line 3, column 'y'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("")]
    [InlineData("?")]
    public void Drops_rows_with_missing_cells_where_asked(string mark)
    {
        LabelledData data = Read($"x,y,class\n1,2,a\n3,{mark},b\n5,6,b\n", new CsvOptions { Label = "class", Missing = MissingValues.DropRow });
        Assert.Equal([1, 5], Enumerable.Range(0, data.Count).Select(i => Row(data, i)[0]));
    }

    [Fact]
    public void Imputes_mean_and_mode_where_asked()
    {
        LabelledData data = Read("x,k,class\n1,a,0\n?,b,1\n4,?,1\n1,b,0\n", new CsvOptions { Label = "class", Missing = MissingValues.Impute });
        Assert.Equal([2, 0, 1], Row(data, 1));
        Assert.Equal([4, 0, 1], Row(data, 2));
        Assert.Contains("line 2, column 'class'", Refusal("x,class\n1,?\n2,b\n", new CsvOptions { Label = "class", Missing = MissingValues.Impute }), StringComparison.Ordinal);
    }

    [Fact]
    public void Ignores_missing_cells_of_dropped_columns()
    {
        Assert.Equal(2, Read("x,y,class\n1,?,a\n2,?,b\n", new CsvOptions { Label = "class", Drop = ["y"] }).Count);
    }

    [Theory]
    [InlineData("x,class\n1,a\n2\n", "line 3: 1 cells where there are 2 columns")]
    [InlineData("x,class\n1,a\n2,b,c\n", "line 3: 3 cells where there are 2 columns")]
    [InlineData("x,class\n1,a\n\"2,b\n", "quotes")]
    [InlineData("x,class\n", "no rows")]
    [InlineData("", "is empty")]
    [InlineData("x,x,class\n1,2,a\n", "two columns 'x'")]
    [InlineData("x,kind\n1,a\n", "no column 'class'. There are: x, kind.")]
    [InlineData("class\na\nb\n", "no column left")]
    [InlineData("x,class\n1,a\n2,a\n", "fewer than two classes")]
    public void Refuses_a_broken_table(string content, string part) => Assert.Contains(part, Refusal(content), StringComparison.Ordinal);

    [Theory]
    [InlineData("two")]
    [InlineData("1e999")]
    [InlineData("inf")]
    public void Refuses_text_in_a_numeric_column(string cell)
    {
        string message = Refusal($"x,class\n1,a\n{cell},b\n", new CsvOptions { Label = "class", Numeric = ["x"] });
        Assert.Contains("line 3, column 'x'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('"')]
    [InlineData('\n')]
    [InlineData('é')]
    public void Refuses_a_delimiter_that_cannot_separate(char delimiter) =>
        Assert.Contains("delimiter", Refusal(People, new CsvOptions { Label = "class", Delimiter = delimiter }), StringComparison.Ordinal);

    [Fact]
    public void Refuses_nan_that_no_mark_declares()
    {
        var options = new CsvOptions { Label = "class", Numeric = ["x"], MissingMarks = ["?"] };
        Assert.Contains("'NaN' is no finite number", Refusal("x,class\n1,a\nNaN,b\n", options), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_label_that_cannot_be_compared() =>
        Assert.Contains("line 3", Refusal("x,class\n1,0\n2,many\n", new CsvOptions { Label = "class", LabelThreshold = 0 }), StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_table_without_a_whole_row() =>
        Assert.Contains("none is left", Refusal("x,class\n?,0\n", new CsvOptions { Label = "class", Missing = MissingValues.DropRow }), StringComparison.Ordinal);

    [Fact]
    public void Refuses_tables_of_other_columns()
    {
        string one = _folder.Write("one.csv", "x,class\n1,a\n"), two = _folder.Write("two.csv", "y,class\n1,b\n");
        Assert.Contains("two.csv", Assert.Throws<DataException>(() => CsvFile.ReadParts([one, two], new CsvOptions { Label = "class" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_are_there_with_their_lines_and_columns()
    {
        string path = _folder.Write("t.csv", "a;2\n\n x ; \n\"y;z\";1\n");
        var table = CsvTable.Read(path, ';');
        Assert.Equal(["a", "2"], table.Columns);
        Assert.Equal([["x", ""], ["y;z", "1"]], table.Rows);
        Assert.Equal([3, 4], table.Lines);
        Assert.Equal((path, 0, 1, 1), (table.Source, table.Find("a"), table.Find("2"), table.Find("1")));
        Assert.Null(table.Find("b"));
        Assert.Equal(["p", "q"], CsvTable.Read(path, ';', ["p", "q"]).Columns);
    }
}
