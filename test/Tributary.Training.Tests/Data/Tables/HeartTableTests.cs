using System.Globalization;
using Tributary.Models;
using Tributary.Tests;

namespace Tributary.Training.Tests;

/// <summary>Four hospitals' files, each mapped to one declared table, are the set that is known by name.</summary>
public sealed class HeartTableTests
{
    // The rule of FLamby, as the named set follows it.
    private const string Heart = """
        "columns": [
          { "name": "age", "unit": "years" }, { "name": "sex" }, { "name": "cp", "values": ["1", "2", "3", "4"] },
          { "name": "trestbps", "unit": "mmHg" }, { "name": "chol", "unit": "mg/dl" }, { "name": "fbs" },
          { "name": "restecg", "values": ["0", "1", "2"] }, { "name": "thalach", "unit": "1/min" }, { "name": "exang" },
          { "name": "oldpeak", "unit": "mm" }
        ],
        "label": { "name": "num", "above": 0, "values": ["healthy", "diseased"] }, "dropFirstLevel": true
        """;

    private const string Names = """
        ["age", "sex", "cp", "trestbps", "chol", "fbs", "restecg", "thalach", "exang", "oldpeak", "slope", "ca", "thal", "num"]
        """;

    [Theory]
    [InlineData("cleveland", 303, 303)]
    [InlineData("hungarian", 294, 261)]
    [InlineData("switzerland", 123, 46)]
    [InlineData("va", 200, 130)]
    public void A_hospital_that_maps_its_file_has_the_rows_of_the_named_set_bit_for_bit(string hospital, int rows, int used)
    {
        var folder = new DataFolder(SharedData.PathOrSkip("data"));
        SharedData.PathOrSkip("data/heart-disease");
        var all = (LabelledData)folder.Open("heart-disease").Train;
        LabelledData named = all.Select([.. Enumerable.Range(0, all.Count).Where(row => all.Key(row) == hospital)]);
        SiteTableResult own = TableFixture.Mapping(
            $$"""{ "use": "csv", "path": "heart-disease/processed.{{hospital}}.data", "names": {{Names}} }""")
            .Read(TableFixture.Table(Heart).Schema, folder);

        Assert.Equal((rows, used), (own.Report.Rows, own.Report.Used));
        Assert.Equal(named.FeatureNames, own.Data.FeatureNames);
        Assert.Equal(named.ClassNames, own.Data.ClassNames);
        Assert.Equal(TableFixture.Labels(named), TableFixture.Labels(own.Data));
        Assert.Equal(named.Count, own.Data.Count);
        for (int row = 0; row < named.Count; row++)
            Assert.Equal(Bits(TableFixture.Row(named, row)), Bits(TableFixture.Row(own.Data, row)));
    }

    private static string Bits(float[] row) =>
        string.Join(' ', row.Select(value => BitConverter.SingleToUInt32Bits(value).ToString("x8", CultureInfo.InvariantCulture)));
}
