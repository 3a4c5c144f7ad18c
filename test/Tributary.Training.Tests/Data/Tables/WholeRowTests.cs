using Tributary.Models;
using Tributary.Tests;

namespace Tributary.Training.Tests;

public sealed class WholeRowTests : IDisposable
{
    private const string Options = """
        "columns": [
          { "name": "age", "minimum": 0, "maximum": 99, "whole": true }, { "name": "wage", "minimum": 0, "maximum": 5000 },
          { "name": "town", "values": ["Ulm", "Bonn"] }
        ],
        "label": { "name": "rich", "values": ["no", "yes"] }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_site_reads_its_own_spellings_and_keeps_what_is_missing_or_unknown()
    {
        string path = _folder.Write("own.csv", "Alter;Lohn;Ort;r\n30;1,5;U;no\n;2;Kiel;yes\n40;x;U;no\n50;3;B;?\n200;4;B;yes\n");
        SiteTable mapping = TableFixture.Mapping($$"""
            {
              "use": "csv", "path": "{{path}}", "delimiter": ";", "decimal": ",",
              "columns": {
                "age": { "from": "Alter" }, "wage": { "from": "Lohn", "factor": 1000 },
                "town": { "from": "Ort", "values": { "U": "Ulm", "B": "Bonn" } }
              },
              "label": { "from": "r" }
            }
            """);
        (TableData rows, RowReport report) = mapping.ReadRows(TableFixture.Table(Options).Schema, new DataFolder(""));
        Assert.Equal(["age", "wage", "town", "rich"], rows.Shape.Columns.Select(column => column.Name));
        Assert.Equal([30, 1500, 0, 0], Row(rows, 0));
        Assert.Equal([float.NaN, 2000, 2, 1], Row(rows, 1)); // missing; none of the towns
        Assert.Equal([200, 4000, 1, 1], Row(rows, 2)); // counted as the bound
        Assert.Equal((5, 3), (report.Rows, report.Used));
        Assert.Equal([("wage", RowFault.NotANumber), ("rich", RowFault.Missing)],
            report.LeftOut.Select(left => (left.Column, left.Fault)));
    }

    [Fact]
    public void The_shape_is_that_which_the_job_declares_and_none_without_bounds()
    {
        TableSource table = TableFixture.Table(Options);
        TableShape shape = table.DeclaredRows!.Table!;
        Assert.True(shape.Columns[0] is { Whole: true, Missing: true, Stated: true, Maximum: 99 });
        Assert.True(shape.Columns[2] is { Other: true, Values: ["Ulm", "Bonn"] });
        Assert.Equal(("rich", false), (shape.Label, shape.Columns[3].Missing));
        Assert.Null(TableFixture.Table().DeclaredRows); // a height has no bounds
        Assert.Throws<DataException>(() => TableFixture.Mapping("""{ "use": "csv", "path": "x.csv" }""")
            .ReadRows(TableFixture.Table().Schema, new DataFolder("")));
    }

    [Fact]
    public void A_simulation_reads_the_files_as_their_sites_would()
    {
        _folder.Write("rows/a.csv", "rich,town,age,wage,more\nno,Ulm,30,10,1\n");
        _folder.Write("rows/b.csv", "age,wage,town,rich\n31,?,Kiel,yes\n31,?,Kiel,perhaps\n");
        DataSplit split = (TableFixture.Table(Options) with { Path = Path.Combine(_folder.Path, "rows") }).LoadRows(new DataFolder(""));
        var rows = (TableData)split.Train;
        Assert.Equal([30, 10, 0, 0], Row(rows, 0));
        Assert.Equal([31, float.NaN, 2, 1], Row(rows, 1));
        Assert.Equal(["a", "b"], rows.PartitionInput.Keys!);
        Assert.Contains("b: ", Assert.Single(split.Notes), StringComparison.Ordinal);
    }

    private static float[] Row(TableData rows, int row)
    {
        float[] cells = new float[rows.Shape.Columns.Count];
        rows.CopyRow(row, cells);
        return cells;
    }
}
