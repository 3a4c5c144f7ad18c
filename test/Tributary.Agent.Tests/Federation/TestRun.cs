using System.Text;
using Tributary.Core;
using Tributary.Simulation;
using Tributary.Training;

namespace Tributary.Agent.Tests;

/// <summary>One run of a coordinator in this process, with the files that sites read of it.</summary>
internal sealed class TestRun
{
    public TestRun(string name, PlannedJob planned, IReadOnlyList<string> sites, ModelFile? model = null)
    {
        Name = name;
        Planned = planned;
        Sites = sites;
        JobText = Encoding.UTF8.GetBytes(planned.Text);
        using var folder = new Tributary.Tests.TemporaryFolder();
        string path = Path.Combine(folder.Path, "model.safetensors");
        (model ?? new ModelFile(planned.Spec.Model, null, planned.Shape, planned.Initial)).Write(path);
        ModelFile = File.ReadAllBytes(path);
    }

    public string Name { get; }

    public PlannedJob Planned { get; }

    public IReadOnlyList<string> Sites { get; }

    public byte[] JobText { get; set; }

    public byte[] ModelFile { get; }

    public Dictionary<string, (bool Approved, string By, string? Reason)> Consents { get; } = new(StringComparer.Ordinal);

    /// <summary>Models and updates of this run alone, so that it forgets none of another's.</summary>
    public IBlobStore Blobs { get; } = new MemoryBlobStore();

    public MemoryEventLog<RunEvent> Log { get; } = new();

    public Coordinator? Coordinator { get; set; }

    public async Task<Coordinator> OpenAsync() => Coordinator ??= await Tributary.Core.Coordinator.OpenAsync(new RunSetup
    {
        Run = Name,
        Job = Planned.Spec.Name,
        Seed = Planned.Spec.Seed,
        Phases = Planned.Phases,
        Clients = [.. Sites.Select(site => new ClientId(site))],
        IsPresent = client => Consents.GetValueOrDefault(client.Value).Approved,
        Begin = () => new ModelState(
            Planned.Initial.Clone(), Planned.Composition.Strategy.ServerOptimizer.Begin(Planned.Initial.Layout)),
        LargestWeight = Planned.LargestWeight,
        MinimumCohort = Planned.Spec.MinimumCohort,
        Log = Log,
        Models = Blobs,
        Updates = Blobs,
    });
}
