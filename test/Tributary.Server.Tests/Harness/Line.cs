using Tributary.Core;
using Tributary.Core.Tests;
using Tributary.Security;
using Tributary.Tensors;

namespace Tributary.Server.Tests;

/// <summary>The smallest job: fit a line.</summary>
internal static class Line
{
    public static ParameterLayout Layout { get; } = new([("w", [1], true), ("b", [1], true)]);

    public static IReadOnlyList<LeastSquares> Trainers { get; } =
    [
        new LeastSquares((1, 2), (2, 4)),
        new LeastSquares((3, 4), (0, 1), (1, 1), (2, 2)),
        new LeastSquares((-1, -4)),
        new LeastSquares((2, 1), (-2, 1)),
    ];

    /// <summary>A job, with more members after a comma.</summary>
    public static string Job(int rounds = 1, int cohort = 1, string members = "") => $$"""
        { "name": "a line", "data": { "use": "nowhere" }, "partition": { "use": "natural" }, "model": { "use": "line" },
          "rounds": {{rounds}}, "minimumCohort": {{cohort}}, "largestWeight": 4{{members}} }
        """;

    public static byte[] ModelFile(params float[] values)
    {
        using var file = new MemoryStream();
        SafetensorsWriter.Write(file, new ParameterSet(Layout, values.Length == 0 ? [1, 0] : values));
        return file.ToArray();
    }

    /// <summary>What a job asks, as a site reads it.</summary>
    public static (JobSpec Job, IReadOnlyList<IPhase> Phases) Read(string job, ParameterLayout? layout = null)
    {
        var problems = new List<Problem>();
        Catalog catalog = new Catalog().AddSecurity();
        JobSpec spec = JobReader.Read(job, catalog, problems)!;
        Composition parts = catalog.Compose(spec, problems)!;
        Assert.Empty(problems);
        return (spec, JobPhases.Of(spec, parts, layout ?? Layout).Phases);
    }
}
