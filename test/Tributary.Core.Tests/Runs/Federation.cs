using Tributary.Tensors;
using Tributary.Tests;

namespace Tributary.Core.Tests;

/// <summary>A small run in memory: clients that fit a line, and everything around them that a test may want to change.</summary>
internal sealed record Federation
{
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public FakeTime Clock { get; } = new();

    public IReadOnlyList<ILocalTrainer> Trainers { get; init; } =
    [
        new LeastSquares((1, 2), (2, 4)),
        new LeastSquares((3, 4), (0, 1), (1, 1), (2, 2)),
        new LeastSquares((-1, -4)),
        new LeastSquares((2, 1), (-2, 1)),
    ];

    public Composition Parts { get; init; } = new()
    {
        Strategy = new Strategy { Name = "fed-avg", ServerOptimizer = new Sgd { LearningRate = 1 } },
        Selector = new Select(),
        Pacing = new Pace(),
        Local = new LocalTraining { Optimizer = new Sgd { LearningRate = LeastSquares.Rate } },
    };

    public int Rounds { get; init; } = 1;

    public ParameterLayout Layout { get; init; } = LeastSquares.Layout;

    public IReadOnlyList<float> First { get; init; } = [1, 0, 5, 6];

    public IEventLog<RunEvent> Log { get; init; } = new MemoryEventLog<RunEvent>();

    public IBlobStore Models { get; init; } = new MemoryBlobStore();

    public IBlobStore Updates { get; init; } = new MemoryBlobStore();

    public EvaluationTarget? Target { get; init; }

    public int MinimumCohort { get; init; } = 1;

    public bool KeepsHistory { get; init; }

    public UpdateMemory? Memory { get; init; }

    public IReadOnlyList<ClientId> Ids => [.. Trainers.Select((_, i) => new ClientId($"client-{i}"))];

    public IReadOnlyList<MemoryVault> Vaults => field ??= [.. Trainers.Select(_ => new MemoryVault())];

    public RunSetup Setup => new()
    {
        Run = "run",
        Job = "job",
        Seed = 7,
        Phases = [new TrainPhase(Parts, Layout, Rounds, "loss")],
        Clients = Ids,
        Begin = () => new ModelState(new ParameterSet(Layout, [.. First]), Parts.Strategy.ServerOptimizer.Begin(2)),
        LargestWeight = 4,
        Target = Target,
        MinimumCohort = MinimumCohort,
        KeepsHistory = KeepsHistory,
        Log = Log,
        Models = Models,
        Updates = Updates,
        Clock = Clock,
    };

    public async Task<Coordinator> OpenAsync() => await Coordinator.OpenAsync(Setup);

    /// <summary>A coordinator whose first round is open.</summary>
    public async Task<Coordinator> OpenRoundAsync()
    {
        Coordinator coordinator = await OpenAsync();
        await coordinator.TickAsync();
        return coordinator;
    }

    public FederatedClient Client(int i, ICoordinator coordinator) => new(
        Ids[i], coordinator, Trainers[i], Vaults[i], new ModelCache(Layout), new RandomStream(3).Derive("client", i))
    {
        Memory = Memory,
    };

    /// <summary>Lets clients take part in a given order until the run has ended.</summary>
    public async Task<RunState> FinishAsync(Coordinator coordinator, params int[] order)
    {
        if (order.Length == 0) order = [.. Enumerable.Range(0, Trainers.Count)];
        while ((await coordinator.TickAsync()).Outcome is null)
            foreach (int i in order) await Client(i, coordinator).TakePartAsync();
        return coordinator.State;
    }

    /// <summary>The encoded update that a client would send now.</summary>
    public async Task<byte[]> BodyAsync(int i, ICoordinator coordinator)
    {
        var intercepted = new InterceptedSubmit(coordinator);
        await Client(i, intercepted).TakePartAsync();
        return intercepted.Body!;
    }

    public async Task<ParameterSet> ModelAsync(Coordinator coordinator) =>
        SafetensorsReader.Read(await Models.GetAsync(coordinator.State.Model!.Model)).ToParameters(Layout);

    public async Task<List<RunEvent>> EventsAsync() => await Log.ReadAsync("run").ToListAsync();
}
