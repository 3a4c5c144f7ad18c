namespace Tributary.Server;

/// <summary>
/// An upload that is being received. Whoever comes back after a broken link ends it, and waits until what had come is kept.
/// </summary>
internal sealed class ActiveUpload : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CancellationToken Stopped => _stop.Token;

    public async Task EndAsync()
    {
        try
        {
            await _stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // it has ended by itself
        }
        await _done.Task;
    }

    public void Dispose()
    {
        _done.TrySetResult();
        _stop.Dispose();
    }
}
