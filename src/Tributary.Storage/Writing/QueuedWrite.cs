namespace Tributary.Storage;

/// <summary>An operation with a result.</summary>
internal sealed class QueuedWrite<T>(Func<Connection, T> work, long bytes, bool durable, CancellationToken cancellation)
    : WriteOperation(bytes, durable, cancellation)
{
    // Callers go on elsewhere: the writer's thread is for writing.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Answered => _answer.Task;

    /// <summary>What came out, once it has been done.</summary>
    public T Result => _result;

    public override void Run(Connection connection) => _result = work(connection);

    public override void Answer()
    {
        if (Error is null) _answer.TrySetResult(_result);
        else _answer.TrySetException(Error);
    }

    protected override void AnswerCancelled(CancellationToken cancellation) => _answer.TrySetCanceled(cancellation);
}
