namespace Tributary.Field.Tests;

/// <summary>Jobs for four sites with a small table each.</summary>
internal static class FieldJobs
{
    public static readonly string[] Sites = ["east", "north", "south", "west"];

    public static string Tumours(string members, int rounds = 3, string model = """{ "use": "logistic" }""", int cohort = 4) => $$"""
        {
          "name": "tumours",
          "data": {
            "use": "table", "name": "tumours", "path": "files/*.csv",
            "columns": [{ "name": "radius" }, { "name": "texture" }, { "name": "perimeter" }, { "name": "area" }],
            "label": { "name": "kind", "values": ["malignant", "benign"] }
          },
          "partition": { "use": "by-file" }, "largestWeight": 200, "minimumCohort": {{cohort}},
          "model": {{model}}, "rounds": {{rounds}},
          "local": { "epochs": 1, "batchSize": 16, "optimizer": { "use": "sgd", "learningRate": 0.01 } },
          "field": { "sites": [{{string.Join(", ", Sites.Take(cohort).Select(site => $"\"{site}\""))}}], "longestRoundSeconds": 20 },
          {{members}}
        }
        """;

    /// <summary>Columns are normalized, updates clipped and quantized.</summary>
    public static string Quantized(int rounds = 3) =>
        Tumours(""" "normalize": true, "stages": [{ "use": "clip", "norm": 1 }, { "use": "quantize" }] """, rounds);

    /// <summary>What was not sent is remembered and sent later, so that every round depends on what a site keeps.</summary>
    public static string Remembering(int rounds = 3) =>
        Tumours(""" "stages": [{ "use": "top-k", "fraction": 0.3 }, { "use": "zip" }], "strategy": { "use": "fed-adam" } """, rounds);

    /// <summary>Updates are masked, and three of the four sites open their sum.</summary>
    public static string Secure(int rounds) =>
        Tumours(""" "stages": [{ "use": "clip", "norm": 1 }, { "use": "quantize" }, { "use": "secagg" }] """, rounds);

    /// <summary>Updates are masked pairwise, and at least three of the four sites open their sum.</summary>
    public static string Pairwise(int rounds) => Under("secagg-pairwise", rounds);

    /// <summary>Another stage hides updates: <c>split</c>, <c>encrypt</c>.</summary>
    public static string Under(string stage, int rounds) => Secure(rounds).Replace("secagg", stage, StringComparison.Ordinal);

    /// <summary>As <see cref="Secure"/>, and sites check every sum.</summary>
    public static string Committed(int rounds) =>
        Secure(rounds).Replace("{ \"use\": \"secagg\" }", "{ \"use\": \"commit\" }, { \"use\": \"secagg\" }", StringComparison.Ordinal);

    /// <summary>Bytes of the values of a model of <see cref="Large"/>.</summary>
    public const long LargeBytes = 4L * ((5 * 4000) + (4001 * 3990) + (3991 * 2));

    /// <summary>A model of 64 MB, one site, one step.</summary>
    public static string Large() => Tumours(""" "stages": [] """, 1, """{ "use": "mlp", "hidden": [4000, 3990] }""", 1)
        .Replace("\"epochs\": 1, \"batchSize\": 16", "\"steps\": 1, \"batchSize\": 2", StringComparison.Ordinal)
        .Replace("\"longestRoundSeconds\": 20", "\"longestRoundSeconds\": 600", StringComparison.Ordinal);

    /// <summary>Bytes of the values of an update of <see cref="Wide"/>.</summary>
    public const int WideBytes = 4 * ((5 * 1100) + (1101 * 1000) + (1001 * 2));

    /// <summary>Updates of about 4.4 MB, which come in more than one piece.</summary>
    public static string Wide(int rounds = 1) =>
        Tumours(""" "stages": [] """, rounds, """{ "use": "mlp", "hidden": [1100, 1000] }""");
}
