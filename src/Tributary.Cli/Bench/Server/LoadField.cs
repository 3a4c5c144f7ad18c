using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Cli;

/// <summary>A coordinator that serves, and simulated agents at their connections.</summary>
internal sealed class LoadField : IDisposable
{
    private const int AtOnce = 64;

    private readonly LoadFolder _folder;

    private LoadField(LoadFolder folder, ServedCoordinator server, IReadOnlyList<SimulatedAgent> agents)
    {
        _folder = folder;
        Server = server;
        Agents = agents;
        Researcher = folder.Connect(server.Address);
    }

    /// <summary>The process that is measured.</summary>
    public ServedCoordinator Server { get; }

    /// <summary>All agents, connected.</summary>
    public IReadOnlyList<SimulatedAgent> Agents { get; }

    /// <summary>Somebody who submits jobs.</summary>
    public CoordinatorConnection Researcher { get; }

    /// <summary>The folder of the coordinator.</summary>
    public string Path => _folder.Path;

    /// <summary>Starts a coordinator and connects its agents.</summary>
    /// <param name="folder">Stays the caller's.</param>
    /// <param name="agents">How many of the folder's agents connect.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<LoadField> OpenAsync(LoadFolder folder, int agents, CancellationToken cancellation)
    {
        ServedCoordinator server = await ServedCoordinator.StartAsync(folder.Path, cancellation);
        SimulatedAgent[] connected = [.. folder.Agents.Take(agents).Select(agent => new SimulatedAgent(agent, server.Address))];
        var field = new LoadField(folder, server, connected);
        try
        {
            await EachAsync(field.Agents, agent => agent.ConnectAsync(cancellation), cancellation);
            return field;
        }
        catch
        {
            field.Dispose();
            throw;
        }
    }

    /// <summary>Lets agents act, some at a time.</summary>
    public static Task EachAsync(IEnumerable<SimulatedAgent> agents, Func<SimulatedAgent, Task> act, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            agents, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (agent, _) => await act(agent));

    /// <summary>Submits a job to which everybody who is connected and named agrees.</summary>
    /// <returns>The run's name.</returns>
    public async Task<string> BeginAsync(LoadJob job, IEnumerable<SimulatedAgent> sites, CancellationToken cancellation)
    {
        (string run, BlobId text) = await job.SubmitAsync(Researcher, cancellation);
        await EachAsync(sites, agent => agent.ConsentAsync(run, text, approved: true, cancellation), cancellation);
        return run;
    }

    /// <summary>Ends a run.</summary>
    public Task EndAsync(string run, CancellationToken cancellation) => Researcher.SendAsync(
        HttpMethod.Post, Routes.Cancel(run), new CancelRequest("measured"), ProtocolJson.Default.CancelRequest, cancellation);

    public void Dispose()
    {
        foreach (SimulatedAgent agent in Agents) agent.Dispose();
        Researcher.Dispose();
        Server.Dispose();
    }
}
