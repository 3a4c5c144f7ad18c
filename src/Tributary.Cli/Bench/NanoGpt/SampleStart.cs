using System.Text.Json.Nodes;
using Tributary.Simulation;
using Tributary.Tensors;

namespace Tributary.Cli;

/// <summary>A sample that begins with the checkpoint of another, where the network comes from memory instead of a folder.</summary>
internal static class SampleStart
{
    /// <summary>The sample's job with the layout of the other in place of <c>from</c>.</summary>
    /// <param name="origin">The sample that trains the network.</param>
    /// <param name="adapted">The sample that names its checkpoint.</param>
    public static JsonObject Text(string origin, string adapted)
    {
        JsonObject model = JobText.Parse(JobText.Sample(origin))["model"]!.AsObject();
        JsonObject sample = JobText.Parse(JobText.Sample(adapted));
        model["adapter"] = sample["model"]!["adapter"]!.DeepClone();
        sample["model"] = model.DeepClone();
        return sample;
    }

    /// <summary>The job with the tensors of a network that was trained.</summary>
    public static PlannedJob Begin(PlannedJob job, ParameterSet network)
    {
        ParameterSet initial = job.Initial.Clone();
        foreach (ParameterEntry entry in network.Layout.Entries) network[entry.Name].CopyTo(initial[entry.Name]);
        return job with { Initial = initial };
    }

    /// <summary>Runs a job.</summary>
    public static Task<SimulationResult> RunAsync(PlannedJob job, int threads, CancellationToken cancellation) =>
        new Simulator(job, new SimulationSettings { Threads = threads }).RunAsync(cancellation);
}
