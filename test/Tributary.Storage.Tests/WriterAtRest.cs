namespace Tributary.Storage.Tests;

/// <summary>Keeps a store's writer busy with nothing, so that what is asked of it waits.</summary>
internal sealed class WriterAtRest : IDisposable
{
    private readonly ManualResetEventSlim _end = new();
    private readonly Task<int> _operation;

    private WriterAtRest(SqliteStore store, TaskCompletionSource begun) => _operation = store.WriteAsync(
        _ =>
        {
            begun.SetResult();
            _end.Wait();
            return 0;
        },
        0, durable: true, default).AsTask();

    public static async Task<WriterAtRest> OfAsync(SqliteStore store)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var rest = new WriterAtRest(store, begun);
        await begun.Task;
        return rest;
    }

    public Task EndAsync()
    {
        _end.Set();
        return _operation;
    }

    public void Dispose()
    {
        _end.Set();
        _operation.Wait();
        _end.Dispose();
    }
}
