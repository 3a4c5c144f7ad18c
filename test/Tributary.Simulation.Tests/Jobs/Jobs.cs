using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Models;
using Tributary.Training;

namespace Tributary.Simulation.Tests;

/// <summary>Small jobs on data that ships with the product, planned and run as the command line does.</summary>
internal static class Jobs
{
    private const string Small = """
        {
          "name": "small",
          "data": { "use": "digits" },
          "partition": { "use": "sizes", "weights": [4, 3, 2, 1, 1] },
          "model": { "use": "mlp", "hidden": [16] },
          "local": { "epochs": 1, "batchSize": 32, "optimizer": { "use": "sgd", "learningRate": 0.1 } },
          "rounds": 2
        }
        """;

    /// <summary>Five unequal sites and a small network, with the members of <paramref name="changes"/> in place of its own.</summary>
    public static string Digits(string changes = "{}")
    {
        JsonObject job = JsonNode.Parse(Small)!.AsObject();
        foreach ((string name, JsonNode? value) in JsonNode.Parse(changes)!.AsObject()) job[name] = value?.DeepClone();
        return job.ToJsonString();
    }

    /// <summary>A planned job; fails the test where it has a problem.</summary>
    public static PlannedJob Plan(string json, string? data = null)
    {
        (PlannedJob? job, IReadOnlyList<Problem> problems) = TryPlan(json, data);
        Assert.Empty(problems);
        return job!;
    }

    /// <summary>Everything that is wrong with a job.</summary>
    public static IReadOnlyList<Problem> Problems(string json, string? data = null) => TryPlan(json, data).Problems;

    public static Task<SimulationResult> RunAsync(PlannedJob job, int threads = 2) =>
        new Simulator(job, new SimulationSettings { Threads = threads }).RunAsync();

    public static Task<SimulationResult> RunAsync(string json, int threads = 2) => RunAsync(Plan(json), threads);

    private static (PlannedJob? Job, IReadOnlyList<Problem> Problems) TryPlan(string json, string? data)
    {
        var catalog = new TrainingCatalog();
        var problems = new List<Problem>();
        JobSpec? job = JobReader.Read(json, catalog.Jobs, problems);
        return (job is null ? null : new JobPlanner(catalog, new DataFolder(data ?? "")).Plan(job, json, problems), problems);
    }
}
