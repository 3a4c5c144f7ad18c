using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Tributary.Core;

namespace Tributary.Server;

/// <summary>Sends the events of a run: those there are, or also those that come.</summary>
internal sealed class RunFollower(ServerStore store, TimeProvider clock, CancellationToken stopping)
{
    private static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(15);
    private static readonly byte[] _comment = ":\n\n"u8.ToArray(), _line = "\n"u8.ToArray();

    public Task SendAsync(Call call, RunHost host) =>
        call.Http.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.Ordinal)
            ? FollowAsync(call, host)
            : ListAsync(call, host);

    private async Task ListAsync(Call call, RunHost host)
    {
        call.Http.Response.ContentType = "application/x-ndjson";
        call.Http.Response.Headers.CacheControl = "no-store";
        await foreach (RunEvent e in ReadAsync(host, call.Query("from", 0), call.Cancellation))
        {
            await call.Http.Response.Body.WriteAsync(RunLedger.LeafOf(e), call.Cancellation);
            await call.Http.Response.Body.WriteAsync(_line, call.Cancellation);
        }
    }

    private async Task FollowAsync(Call call, RunHost host)
    {
        HttpResponse response = call.Http.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        string last = call.Http.Request.Headers["Last-Event-ID"].ToString();
        long version = long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out long seen) ? seen : call.Query("from", 0);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation, stopping);
        while (true)
        {
            Task changed = host.Log.Changed;
            await foreach (RunEvent e in ReadAsync(host, version, end.Token))
            {
                version++;
                await response.Body.WriteAsync(
                    Encoding.UTF8.GetBytes($"id: {version}\ndata: {Encoding.UTF8.GetString(RunLedger.LeafOf(e))}\n\n"), end.Token);
            }
            await response.Body.FlushAsync(end.Token);
            if (host.State.Outcome is not null && host.Log.Version <= version) return;
            await changed.WaitAsync(_heartbeat, clock, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (end.IsCancellationRequested) return; // the follower comes again with the last number it has seen
            if (!changed.IsCompleted) await response.Body.WriteAsync(_comment, end.Token);
        }
    }

    // Only what the host knows too: an event is not shown before the status of its run tells of it.
    private IAsyncEnumerable<RunEvent> ReadAsync(RunHost host, long from, CancellationToken cancellation) =>
        store.Runs.ReadAsync(host.Submitted.Run, from, cancellation).Take((int)Math.Max(0, host.Log.Version - from));
}
