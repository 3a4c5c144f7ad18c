using System.Runtime.InteropServices;
using Tributary.Core;
using Tributary.Models;
using Tributary.Simulation;
using Tributary.Tests;
using Tributary.Training;

namespace Tributary.Agent.Tests;

/// <summary>Three sites with a file each, enrolled, and a coordinator; a simulation of the same files to compare with.</summary>
internal sealed class TestFederation : IDisposable
{
    public static readonly string[] Names = ["nord", "ost", "sued"];

    public const string Evaluator = "judge";

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, SiteFolder> _folders = new(StringComparer.Ordinal);

    private TestFederation()
    {
    }

    public string Path => _folder.Path;

    public TestCoordinator Coordinator { get; } = new(new TestAuthority());

    public Dictionary<string, AgentStore> Stores { get; } = new(StringComparer.Ordinal);

    public List<AgentNotice> Notices { get; } = [];

    public static async Task<TestFederation> CreateAsync(string policy = """ "approve": "policy" """)
    {
        var federation = new TestFederation();
        SmallTable.Write(federation._folder);
        foreach (string name in Names)
        {
            string path = System.IO.Path.Combine(federation.Path, "sites", name);
            federation._folders[name] = await federation.Coordinator.Authority.EnrolAsync(name, path);
            federation.Configure(name, SmallTable.Configuration(name, policy));
            federation.Stores[name] = MemoryStore();
        }
        return federation;
    }

    public static AgentStore MemoryStore()
    {
        var blobs = new MemoryBlobStore();
        return new AgentStore(new MemoryEventLog<AgentEvent>(), blobs, blobs, blobs);
    }

    public SiteFolder FolderOf(string site) => _folders[site];

    public void Configure(string site, string json) => File.WriteAllText(System.IO.Path.Combine(FolderOf(site).Path, "site.json"), json);

    public PlannedJob Plan(string job) => Plan(job, Path);

    public static PlannedJob Plan(string job, string data)
    {
        var catalog = new TrainingCatalog();
        var problems = new List<Problem>();
        JobSpec? spec = JobReader.Read(job, catalog.Jobs, problems);
        PlannedJob? planned = spec is null ? null : new JobPlanner(catalog, new DataFolder(data)).Plan(spec, job, problems);
        Assert.Empty(problems);
        return planned!;
    }

    public Task<TestRun> SubmitAsync(string job, string name = "run") => Coordinator.SubmitAsync(new TestRun(name, Plan(job), Names));

    public SiteAgent Agent(string site, IEventLog<AgentEvent>? log = null)
    {
        AgentStore store = log is null ? Stores[site] : Stores[site] with { Events = log };
        return new SiteAgent(FolderOf(site), store, Coordinator.ServiceOf(site, store), new AgentOptions
        {
            Threads = 1,
            Hold = TimeSpan.Zero,
            OnNotice = Notices.Add,
        });
    }

    /// <summary>Lets the agents take turns until every run has ended and they know.</summary>
    public async Task FinishAsync(Dictionary<string, SiteAgent> agents, int mostTurns = 60)
    {
        for (int turn = 0; turn < mostTurns; turn++)
        {
            foreach (SiteAgent agent in agents.Values) await agent.TurnAsync(CancellationToken.None);
            foreach (TestRun run in Coordinator.Runs) await run.Coordinator!.TickAsync();
            if (Coordinator.Runs.All(run => run.Coordinator!.State.Outcome is not null)
                && agents.Values.All(agent => agent.State.Runs.Values.All(run => run.IsOver))) return;
        }
    }

    public Dictionary<string, SiteAgent> Agents() => Names.ToDictionary(name => name, name => Agent(name));

    /// <summary>Forgets all runs, at the coordinator and at the sites.</summary>
    public void Forget()
    {
        Coordinator.Runs.Clear();
        Coordinator.HandedIn.Clear();
        foreach (string name in Names) Stores[name] = MemoryStore();
    }

    /// <summary>An evaluator that has what the site north has, and tests on it.</summary>
    public async Task<SiteAgent> EvaluatorAsync(string policy = """ "approve": "policy" """)
    {
        string path = System.IO.Path.Combine(Path, "sites", Evaluator);
        _folders[Evaluator] = await Coordinator.Authority.EnrolAsync(Evaluator, path, "evaluator");
        File.Copy(System.IO.Path.Combine(Path, "sites", "nord", "own.csv"), System.IO.Path.Combine(path, "own.csv"));
        Configure(Evaluator, SmallTable.Configuration("nord", policy));
        Stores[Evaluator] = MemoryStore();
        return Agent(Evaluator);
    }

    public Task<byte[]> ModelAsync(TestRun run) => Coordinator.ModelAsync(run);

    public static async Task<byte[]> SimulateAsync(PlannedJob job) =>
        Bits((await new Simulator(job, new SimulationSettings { Threads = 1 }).RunAsync()).Model.Parameters);

    public static byte[] Bits(Tensors.ParameterSet model) => MemoryMarshal.AsBytes(model.Values).ToArray();

    public void Dispose() => _folder.Dispose();
}
