namespace Tributary.Storage;

/// <summary>Something to be written, which waits for its turn and then for the commit.</summary>
internal abstract class WriteOperation
{
    private const int Waiting = 0, Taken = 1, Cancelled = 2;

    private readonly CancellationToken _cancellation;
    private CancellationTokenRegistration _registration;
    private int _state;

    /// <param name="bytes">About how much it writes.</param>
    /// <param name="durable">Whether it must outlive a loss of power.</param>
    /// <param name="cancellation">Cancels it while it waits.</param>
    protected WriteOperation(long bytes, bool durable, CancellationToken cancellation)
    {
        Bytes = bytes;
        Durable = durable;
        _cancellation = cancellation;
    }

    public long Bytes { get; }

    public bool Durable { get; }

    /// <summary>Whether it names content that has been written beside the store: the disk must have that first.</summary>
    public bool NamesContent { get; init; }

    /// <summary>Whether it is done between transactions.</summary>
    public bool Alone { get; init; }

    /// <summary>Why it failed; null while it has not.</summary>
    public Exception? Error { get; set; }

    /// <summary>Listens for a cancellation; called once, before the operation is queued.</summary>
    public void Watch() => _registration = _cancellation.UnsafeRegister(static operation => ((WriteOperation)operation!).Cancel(), this);

    /// <summary>Makes the operation the writer's; false where it was cancelled before.</summary>
    public bool Take()
    {
        bool taken = Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;
        _registration.Unregister();
        return taken;
    }

    /// <summary>Does the work inside the writer's transaction.</summary>
    public abstract void Run(Connection connection);

    /// <summary>Answers the caller, after the commit.</summary>
    public abstract void Answer();

    protected abstract void AnswerCancelled(CancellationToken cancellation);

    private void Cancel()
    {
        if (Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting) AnswerCancelled(_cancellation);
    }
}
