using System.Globalization;
using System.Text;
using Tributary.Models;
using Tributary.Tests;

namespace Tributary.Agent.Tests;

/// <summary>A set that ships with the product, cut into three files: what each of three sites has, each written in its own way.</summary>
internal static class SmallTable
{
    private const int Columns = 4;

    private static readonly string[] _columns = ["radius", "texture", "perimeter", "area"];

    public const string Declared = """
        "use": "table", "name": "tumours",
        "columns": [{ "name": "radius" }, { "name": "texture" }, { "name": "perimeter" }, { "name": "area" }],
        "label": { "name": "kind", "values": ["malignant", "benign"] }
        """;

    /// <summary>A job for the three files, with the members of <paramref name="more"/> beside its own.</summary>
    public static string Job(string more = """ "stages": [{ "use": "clip", "norm": 1 }, { "use": "quantize" }] """, int rounds = 2, string name = "tumours") => $$"""
        {
          "name": "{{name}}", "description": "Three clinics tell tumours apart",
          "data": { {{Declared}}, "path": "files/*.csv" },
          "partition": { "use": "by-file" }, "normalize": true, "largestWeight": 200, "minimumCohort": 3,
          "model": { "use": "logistic" }, "rounds": {{rounds}},
          "local": { "epochs": 1, "batchSize": 16, "optimizer": { "use": "sgd", "learningRate": 0.1 } },
          {{more}}
        }
        """;

    /// <summary>Files named as the job has them, for the simulation, and each site's own.</summary>
    public static void Write(TemporaryFolder folder)
    {
        var all = (LabelledData)new DataFolder("").Open("breast-cancer").Train;
        float[] row = new float[all.FeatureShape.Count];
        for (int site = 0; site < TestFederation.Names.Length; site++)
        {
            string name = TestFederation.Names[site];
            StringBuilder declared = new($"{string.Join(',', _columns)},kind\n"), own = new(site == 1 ? "art;a;b;c;d\n" : $"{string.Join(',', _columns)},kind\n");
            // An eighth of the set is enough, and no two sites have equally much.
            for (int i = site; i < all.Count / (8 - site); i += 3)
            {
                all.CopyFeatures(i, row);
                string[] cells = [.. row.Take(Columns).Select(value => value.ToString("R", CultureInfo.InvariantCulture))];
                string kind = all.Label(i) == 0 ? "malignant" : "benign";
                declared.Append(CultureInfo.InvariantCulture, $"{string.Join(',', cells)},{kind}\n");
                own.Append(site == 1
                    ? $"{(kind == "malignant" ? "1" : "0")};{string.Join(';', cells).Replace('.', ',')}\n"
                    : $"{string.Join(',', cells)},{kind}\n");
            }
            folder.Write($"files/{name}.csv", declared.ToString());
            folder.Write($"sites/{name}/own.csv", own.ToString());
        }
    }

    public static string Configuration(string site, string policy) => $$"""
        {
          // a comment is allowed
          "data": { "tumours": {{(site == "ost" ? Mapping : """{ "use": "csv", "path": "own.csv" }""")}} },
          "policy": { {{policy}} },
        }
        """;

    private const string Mapping = """
        {
          "use": "csv", "path": "own.csv", "delimiter": ";", "decimal": ",",
          "columns": {
            "radius": { "from": "a" }, "texture": { "from": "b" }, "perimeter": { "from": "c" }, "area": { "from": "d" }
          },
          "label": { "from": "art", "values": { "1": "malignant", "0": "benign" } }
        }
        """;
}
