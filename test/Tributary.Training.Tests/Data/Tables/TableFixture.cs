using System.Text.Json;
using Tributary.Core;
using Tributary.Models;

namespace Tributary.Training.Tests;

/// <summary>Declared tables and mappings of sites, read as a job and a site's configuration are.</summary>
internal static class TableFixture
{
    /// <summary>The options of a table of heart patients that the files of this folder can be read as.</summary>
    public const string Patients = """
        "columns": [
          { "name": "age", "unit": "years", "minimum": 0, "maximum": 120 },
          { "name": "height", "unit": "m" },
          { "name": "chol", "unit": "mg/dl", "minimum": 1 },
          { "name": "cp", "values": ["typical", "atypical", "non-anginal", "asymptomatic"] }
        ],
        "label": { "name": "disease", "values": ["no", "yes"] }
        """;

    /// <summary>The folder of files that are part of the tests.</summary>
    public static string Files => Path.Combine(AppContext.BaseDirectory, "Data", "Tables", "Files");

    public static TableSource Table(string options = Patients)
    {
        var problems = new List<Problem>();
        TableSource? table = TryTable(options, problems);
        Assert.Empty(problems);
        return table!;
    }

    /// <summary>The problems of a table with these options.</summary>
    public static IReadOnlyList<Problem> Problems(string options)
    {
        var problems = new List<Problem>();
        TryTable(options, problems);
        return problems;
    }

    /// <summary>A mapping as a site's configuration has it.</summary>
    public static SiteTable Mapping(string json)
    {
        var problems = new List<Problem>();
        SiteTable? table = TryMapping(json, problems);
        Assert.Empty(problems);
        return table!;
    }

    /// <summary>The problems of a mapping.</summary>
    public static IReadOnlyList<Problem> MappingProblems(string json)
    {
        var problems = new List<Problem>();
        TryMapping(json, problems);
        return problems;
    }

    public static float[] Row(LabelledData data, int example)
    {
        float[] row = new float[data.FeatureShape.Count];
        data.CopyFeatures(example, row);
        return row;
    }

    public static int[] Labels(LabelledData data) => [.. Enumerable.Range(0, data.Count).Select(data.Label)];

    private static TableSource? TryTable(string options, List<Problem> problems) =>
        (TableSource?)new TrainingCatalog().Data.Resolve(
            Read($$"""{ "use": "table", "name": "patients", {{options}} }"""), "$.data", problems);

    private static SiteTable? TryMapping(string json, List<Problem> problems) =>
        new TrainingCatalog().SiteTables.Resolve(Read(json), "$.tables.patients", problems);

    private static Part Read(string json) => JsonSerializer.Deserialize(json, CoreJson.Default.Part)!;
}
