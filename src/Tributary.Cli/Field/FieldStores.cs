using Tributary.Agent;
using Tributary.Core;
using Tributary.Server;
using Tributary.Storage;

namespace Tributary.Cli;

/// <summary>What coordinators and agents must not forget, in one SQLite file each.</summary>
internal static class FieldStores
{
    /// <summary>The name of a coordinator's file in its folder.</summary>
    public const string ServerFile = "tributary.db";

    /// <summary>The store of the coordinator in <paramref name="folder"/>.</summary>
    public static string PathOf(string folder) => Path.Combine(folder, ServerFile);

    /// <summary>A coordinator's part of a store.</summary>
    public static ServerStore OfServer(SqliteStore store)
    {
        var blobs = new SqliteBlobStore(store);
        return new ServerStore
        {
            Runs = new SqliteEventLog<RunEvent>(store, CoreJson.Default.RunEvent),
            Service = new SqliteEventLog<ServiceEvent>(store, ServerJson.Default.ServiceEvent),
            Blobs = blobs,
            Drafts = blobs,
            Index = blobs,
        };
    }

    /// <summary>An agent's part of a store.</summary>
    public static AgentStore OfAgent(SqliteStore store)
    {
        var blobs = new SqliteBlobStore(store);
        return new AgentStore(new SqliteEventLog<AgentEvent>(store, AgentJson.Default.AgentEvent), blobs, blobs);
    }
}
