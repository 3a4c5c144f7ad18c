using Microsoft.Extensions.Logging;
using Tributary.Core;

namespace Tributary.Server;

/// <summary>Deletes what was begun and never finished, at the start and every hour.</summary>
internal sealed class Sweeper(
    ServerStore store, SharedBlobs blobs, BroughtModels brought, ServerLimits limits, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan _every = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Signal _signal = new();
    private ITimer? _timer;
    private Task _loop = Task.CompletedTask;

    /// <summary>Sweeps, and goes on to; once all runs hold what they need, and before anybody can send anything.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        int unnamed = 0;
        // Nothing is on its way yet: what no run holds was left by a process that ended between an upload and what would have named it.
        foreach (BlobId blob in await store.Index.ListAsync(cancellation))
            if (await blobs.DeleteUnheldAsync(blob)) unnamed++;
        if (unnamed > 0) Log.Unnamed(logger, unnamed);
        await SweepAsync();
        _timer = clock.CreateTimer(_ => _signal.Give(), null, _every, _every);
        _loop = RunAsync();
    }

    /// <summary>Throws away drafts to which nothing was added, and models that no job has named, for as long as the limits say.</summary>
    public async Task SweepAsync()
    {
        DateTimeOffset before = clock.GetUtcNow() - TimeSpan.FromHours(limits.KeepUploadsHours);
        IReadOnlyList<string> drafts = await store.Drafts.StaleAsync(before);
        foreach (string draft in drafts) await store.Drafts.DiscardAsync(draft);
        int models = await brought.ForgetBeforeAsync(before);
        if (drafts.Count + models > 0) Log.Swept(logger, drafts.Count, models);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_timer is not null) await _timer.DisposeAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _signal.WaitAsync(_stop.Token);
                await SweepAsync();
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // stopping
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Log.NotSwept(logger, e); // in an hour again
            }
        }
    }
}
