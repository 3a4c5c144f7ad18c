using System.Threading.Channels;
using Tributary.Core;

namespace Tributary.Storage;

/// <summary>The one thread that writes: takes all operations that wait, does them in one transaction, answers after its commit.</summary>
internal sealed class Writer
{
    private const int MostOperations = 1024;
    private const long MostBytes = 32L << 20;

    private readonly Transaction _transaction;
    private readonly LargeFile _file;
    private readonly LargeSpace _space;
    private readonly List<WriteOperation> _batch = [];
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<WriteOperation> _queue = Channel.CreateUnbounded<WriteOperation>(
        new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });
    private long _operations, _commits, _syncs;
    private bool _owes; // content that is named already and not yet on the disk: a loss of power would take both away, or neither

    /// <param name="connection">The writer's from now on.</param>
    /// <param name="file">Where long content is; stays the caller's.</param>
    /// <param name="space">Where there is room in it; stays the caller's.</param>
    public Writer(Connection connection, LargeFile file, LargeSpace space)
    {
        _transaction = new Transaction(connection);
        (_file, _space) = (file, space);
        new Thread(Work) { IsBackground = true, Name = "Tributary storage" }.Start();
    }

    public StorageCounters Counters => new(Interlocked.Read(ref _operations), Interlocked.Read(ref _commits), Interlocked.Read(ref _syncs));

    public ValueTask<T> DoAsync<T>(QueuedWrite<T> operation)
    {
        operation.Watch();
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(operation), typeof(SqliteStore));
        return new ValueTask<T>(operation.Answered);
    }

    /// <summary>Frees all that was deleted, so that its room can be used; for the writer's thread, between transactions.</summary>
    public bool FreeAll()
    {
        while (FreeSome())
        {
        }
        _space.Reclaim(_transaction.Connection, wait: true);
        return true;
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
                if (_space.HasMuch) Reclaim();
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
        while (_batch.Count < MostOperations && bytes < MostBytes && _queue.Reader.TryPeek(out WriteOperation? operation))
        {
            if (operation.Alone && _batch.Count > 0) break;
            _queue.Reader.TryRead(out _);
            if (!operation.Take()) continue;
            _batch.Add(operation);
            if (operation.Alone) break;
            bytes += operation.Bytes;
        }
        return _batch.Count > 0;
    }

    private void Do()
    {
        if (_batch is [{ Alone: true } alone])
        {
            try
            {
                alone.Run(_transaction.Connection);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                alone.Error = e;
            }
            alone.Answer();
            _batch.Clear();
            return;
        }
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
        bool durable = operations.Any(operation => operation.Durable), names = operations.Any(operation => operation.NamesContent);
        if (durable && (names || _owes))
        {
            try
            {
                _file.Sync();
            }
            catch (StorageException failed)
            {
                // What is owed are pieces of drafts, whose digest will tell; what is named now is to be relied on.
                if (names) return failed;
            }
        }
        StorageException? failure = _transaction.Try(operations);
        if (failure is not null) return failure;
        _owes = !durable && (names || _owes);
        Interlocked.Increment(ref _commits);
        if (durable) Interlocked.Increment(ref _syncs);
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
        var free = new QueuedWrite<IReadOnlyCollection<Extent>>(Discarded.FreeSome, 0, durable: false, CancellationToken.None);
        if (_transaction.Try([free]) is not null) return false;
        _space.Give(free.Result);
        return true;
    }

    private void Reclaim()
    {
        try
        {
            _space.Reclaim(_transaction.Connection, wait: false);
        }
        catch (StorageException)
        {
            // another time: until then there is less room
        }
    }
}
