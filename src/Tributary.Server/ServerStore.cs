using Tributary.Core;
using Tributary.Storage;

namespace Tributary.Server;

/// <summary>Where a coordinator keeps what it must not forget.</summary>
public sealed record ServerStore
{
    /// <summary>The stream of <see cref="Service"/>; no run is called so, for a run's name ends in a number of its own.</summary>
    public const string ServiceStream = "service";

    /// <summary>One stream for every run.</summary>
    public required IEventLog<RunEvent> Runs { get; init; }

    /// <summary>Who may do what, which runs there are, and the messages of rounds.</summary>
    public required IEventLog<ServiceEvent> Service { get; init; }

    /// <summary>Models, optimizer states, jobs, and updates until their round is over.</summary>
    public required IBlobStore Blobs { get; init; }

    /// <summary>What is on its way into <see cref="Blobs"/>.</summary>
    public required IBlobDrafts Drafts { get; init; }

    /// <summary>Takes in what comes bit by bit, for <see cref="Blobs"/> and <see cref="Drafts"/>.</summary>
    public required IBlobIntake Intake { get; init; }

    /// <summary>Which blobs there are in <see cref="Blobs"/>.</summary>
    public required IBlobIndex Index { get; init; }

    /// <summary>Everything in one store.</summary>
    /// <param name="store">Stays the caller's; to be closed after the coordinator.</param>
    public static ServerStore In(SqliteStore store)
    {
        var blobs = new SqliteBlobStore(store);
        return new ServerStore
        {
            Runs = new SqliteEventLog<RunEvent>(store, CoreJson.Default.RunEvent),
            Service = new SqliteEventLog<ServiceEvent>(store, ServerJson.Default.ServiceEvent),
            Blobs = blobs,
            Drafts = blobs,
            Intake = blobs,
            Index = blobs,
        };
    }

    /// <summary>A store that lasts as long as the process.</summary>
    public static ServerStore InMemory(TimeProvider? clock = null)
    {
        var blobs = new MemoryBlobStore(clock);
        return new ServerStore
        {
            Runs = new MemoryEventLog<RunEvent>(),
            Service = new MemoryEventLog<ServiceEvent>(),
            Blobs = blobs,
            Drafts = blobs,
            Intake = blobs,
            Index = blobs,
        };
    }
}
