using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>What a coordinator says of itself to anybody.</summary>
internal sealed class ServiceEndpoints(ServerStore store, ServerSettings settings, TimeProvider clock, Func<string> openApi)
{
    /// <summary>Where the OpenAPI document is.</summary>
    public const string OpenApi = "/openapi/v1.json";

    // Whoever may ask without an identity must not make the disk work at every request.
    private static readonly TimeSpan _probeEvery = TimeSpan.FromSeconds(2);
    private (DateTimeOffset At, bool Ready) _probe;

    public IEnumerable<Operation> Operations =>
    [
        new("GET", Routes.Service, Access.Anybody, "Says what answers here.", ShowAsync) { Answer = ProtocolJson.Default.ServiceMessage },
        new("GET", Routes.Health, Access.Anybody, "Says that the process lives.", call => call.WriteTextAsync("alive\n"))
        {
            Content = "text/plain",
        },
        new("GET", Routes.Ready, Access.Anybody, "Says whether the store takes what must be kept.", ProbeAsync) { Content = "text/plain" },
        new("GET", OpenApi, Access.Anybody, "Describes all of this.", call => call.WriteTextAsync(openApi(), "application/json"))
        {
            Content = "application/json",
        },
    ];

    private Task ShowAsync(Call call) => call.WriteAsync(
        new ServiceMessage(settings.Name, settings.Version.ToString(), ChunkLists.ChunkBytes), ProtocolJson.Default.ServiceMessage);

    private async Task ProbeAsync(Call call)
    {
        if (clock.GetUtcNow() - _probe.At >= _probeEvery) _probe = (clock.GetUtcNow(), await TryAsync());
        if (!_probe.Ready) throw Refuse.NotNow("The store takes nothing at the moment.");
        await call.WriteTextAsync("ready\n");
    }

    private async Task<bool> TryAsync()
    {
        string draft = $"probe/{Guid.NewGuid():n}";
        try
        {
            long length = await store.Drafts.AppendAsync(draft, 0, new byte[] { 1 });
            await store.Drafts.DiscardAsync(draft);
            return length == 1;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false; // that is the answer
        }
    }
}
