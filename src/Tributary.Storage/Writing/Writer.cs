using System.Threading.Channels;
using Tributary.Core;

namespace Tributary.Storage;

/// <summary>The one thread that writes: takes all operations that wait, does them in one transaction, answers after its commit.</summary>
internal sealed class Writer
{
    private const int MostOperations = 1024;
    private const long MostBytes = 32L << 20;

    private readonly Transaction _transaction;
    private readonly List<WriteOperation> _batch = [];
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<WriteOperation> _queue = Channel.CreateUnbounded<WriteOperation>(
        new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });
    private long _operations, _commits, _syncs;

    /// <param name="connection">The writer's from now on.</param>
    public Writer(Connection connection)
    {
        _transaction = new Transaction(connection);
        new Thread(Work) { IsBackground = true, Name = "Tributary storage" }.Start();
    }

    public StorageCounters Counters => new(Interlocked.Read(ref _operations), Interlocked.Read(ref _commits), Interlocked.Read(ref _syncs));

    public ValueTask<T> DoAsync<T>(Func<Connection, T> work, long bytes, bool durable, CancellationToken cancellation)
    {
        var operation = new QueuedWrite<T>(work, bytes, durable, cancellation);
        operation.Watch();
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(operation), typeof(SqliteStore));
        return new ValueTask<T>(operation.Answered);
    }

    /// <summary>Takes no more operations, and does those that wait.</summary>
    public Task DrainAsync()
    {
        _queue.Writer.TryComplete();
        return _drained.Task;
    }

    public void Close() => _transaction.Connection.Dispose();

    private void Work()
    {
        bool more = true; // a process that was killed may have left something to free
        do
        {
            while (Collect())
            {
                Do();
                more = FreeSome(); // some every time: who deletes and puts without a pause must not grow the file
            }
            while (more && !_queue.Reader.TryPeek(out _) && !_queue.Reader.Completion.IsCompleted) more = FreeSome();
        }
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult());
        _drained.SetResult();
    }

    private bool Collect()
    {
        _batch.Clear();
        long bytes = 0;
        while (_batch.Count < MostOperations && bytes < MostBytes && _queue.Reader.TryRead(out WriteOperation? operation))
        {
            if (!operation.Take()) continue;
            _batch.Add(operation);
            bytes += operation.Bytes;
        }
        return _batch.Count > 0;
    }

    private void Do()
    {
        StorageException? failure = Commit(_batch);
        if (failure is not null)
            foreach (WriteOperation operation in _batch)
                // A file that is locked or gone fails all, each wait for it included. Else nobody can say whose fault it was: alone, only
                // the operation that cannot be done fails.
                if (failure.Code == ProblemCodes.StorageUnavailable) operation.Error = failure;
                else DoAlone(operation);
        Interlocked.Add(ref _operations, _batch.Count(operation => operation.Error is null));
        foreach (WriteOperation operation in _batch) operation.Answer();
        _batch.Clear(); // the callers' memory is theirs again
    }

    private void DoAlone(WriteOperation operation)
    {
        StorageException? failure = Commit([operation]);
        if (failure?.Code == ProblemCodes.StorageFull && FreeSome())
        {
            while (FreeSome())
            {
            }
            failure = Commit([operation]);
        }
        if (failure is not null) operation.Error = failure;
    }

    private StorageException? Commit(IReadOnlyList<WriteOperation> operations)
    {
        StorageException? failure = _transaction.Try(operations);
        if (failure is not null) return failure;
        Interlocked.Increment(ref _commits);
        if (operations.Any(operation => operation.Durable)) Interlocked.Increment(ref _syncs);
        return null;
    }

    /// <summary>Frees some of what has been deleted; false where nothing is left, or where that does not work now.</summary>
    private bool FreeSome()
    {
        try
        {
            if (!Discarded.Any(_transaction.Connection)) return false;
        }
        catch (StorageException)
        {
            return false; // whoever wants something of the store will be told
        }
        return _transaction.Try([new QueuedWrite<bool>(Discarded.FreeSome, 0, durable: false, CancellationToken.None)]) is null;
    }
}
