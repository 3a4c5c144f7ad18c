using System.Runtime.ExceptionServices;

namespace Tributary.Tensors;

/// <summary>Splits a loop into chunks that several threads claim one by one; returns when all chunks are done. Allocates nothing.</summary>
/// <remarks>
/// The join waits for chunks, never for workers: one that the system has not let run holds no chunk and costs nothing, and the caller does
/// what nobody else has claimed. A chunk is claimed by one compare-and-swap on the pair of loop number and chunk number, so that a late
/// worker cannot take a chunk of another loop. One loop runs at a time; a caller that finds the workers busy does all of its chunks itself.
/// </remarks>
internal sealed class ForkJoin
{
    /// <summary>How often an idle worker looks for a new loop before it sleeps: about a tenth of a millisecond.</summary>
    private const int Patience = 4000;

    private readonly Lock _growing = new();
    private Worker[] _workers = [];
    private Exception? _failure;
    private RangeBody? _body;
    private Workspace[] _workspaces = [];
    private long _ticket; // the loop's number in the upper half, its next chunk in the lower
    private int _length, _chunks, _threads, _finished, _busy;

    /// <summary>The workers of this process; threads are started when they are first needed.</summary>
    public static ForkJoin Shared { get; } = new();

    /// <summary>Calls <paramref name="body"/> for ranges that together cover 0 to <paramref name="length"/>.</summary>
    /// <param name="length">The length of the loop.</param>
    /// <param name="chunks">The number of ranges, at most <paramref name="length"/>; below two the caller does everything.</param>
    /// <param name="workspaces">One for each thread that may take part; the first is the caller's.</param>
    /// <param name="body">The work; it must not matter which thread does which range, nor when.</param>
    public void Run(int length, int chunks, Workspace[] workspaces, RangeBody body)
    {
        if (chunks <= 1 || workspaces.Length <= 1)
        {
            body(0, length, workspaces[0]);
            return;
        }
        if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            // By chunks even so: what they ask of the workspace must not depend on who else is at work.
            for (int chunk = 0; chunk < chunks; chunk++)
                body(Start(length, chunk, chunks), Start(length, chunk + 1, chunks), workspaces[0]);
            return;
        }
        try
        {
            if (_workers.Length < workspaces.Length - 1) Grow(workspaces.Length - 1);
            Volatile.Write(ref _chunks, 0); // nothing can be claimed until the new loop is complete
            (_body, _length, _workspaces, _threads, _finished) = (body, length, workspaces, workspaces.Length, 0);
            Interlocked.Exchange(ref _ticket, ((_ticket >> 32) + 1) << 32);
            Interlocked.Exchange(ref _chunks, chunks);
            for (int i = 0; i < workspaces.Length - 1; i++) _workers[i].Wake();
            Take(0);
            var wait = new SpinWait();
            while (Volatile.Read(ref _finished) < chunks) wait.SpinOnce(sleep1Threshold: -1);
        }
        finally
        {
            _body = null;
            Volatile.Write(ref _busy, 0);
        }
        if (Interlocked.Exchange(ref _failure, null) is { } failure) ExceptionDispatchInfo.Throw(failure);
    }

    private static int Start(int length, int chunk, int chunks) => (int)((long)length * chunk / chunks);

    /// <summary>Claims and does chunks until none is left; whether there was one.</summary>
    private bool Take(int thread)
    {
        bool any = false;
        while (true)
        {
            long ticket = Volatile.Read(ref _ticket);
            int chunk = (int)ticket, chunks = Volatile.Read(ref _chunks);
            RangeBody? body = Volatile.Read(ref _body);
            if (chunk >= chunks || thread >= _threads || body is null) return any;
            // Length and workspaces are read before the claim: while it succeeds, the loop they belong to has not ended.
            int start = Start(_length, chunk, chunks), end = Start(_length, chunk + 1, chunks);
            Workspace[] workspaces = _workspaces;
            if (Interlocked.CompareExchange(ref _ticket, ticket + 1, ticket) != ticket) continue;
            any = true;
            try
            {
                body(start, end, workspaces[thread]);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref _failure, e, null);
            }
            Interlocked.Increment(ref _finished);
        }
    }

    private void Grow(int count)
    {
        lock (_growing)
        {
            var workers = new Worker[count];
            _workers.CopyTo(workers, 0);
            for (int i = _workers.Length; i < count; i++) workers[i] = new Worker(this, i + 1);
            _workers = workers;
        }
    }

    private sealed class Worker
    {
        private readonly ForkJoin _owner;
        private readonly int _number;
        private readonly object _gate = new();
        private bool _asleep;

        public Worker(ForkJoin owner, int number)
        {
            _owner = owner;
            _number = number;
            new Thread(Loop) { IsBackground = true, Name = $"tributary-{number}" }.Start();
        }

        public void Wake()
        {
            if (!Volatile.Read(ref _asleep)) return;
            lock (_gate)
            {
                _asleep = false;
                Monitor.Pulse(_gate);
            }
        }

        private void Loop()
        {
            int idle = 0;
            while (true)
            {
                if (_owner.Take(_number)) idle = 0;
                else if (++idle < Patience) Thread.SpinWait(1);
                else Sleep(ref idle);
            }
        }

        // Looks once more after saying that it sleeps: a loop that began in between would have found it awake.
        private void Sleep(ref int idle)
        {
            idle = 0;
            Volatile.Write(ref _asleep, true);
            Interlocked.MemoryBarrier();
            if (_owner.Take(_number)) Volatile.Write(ref _asleep, false);
            lock (_gate)
                while (_asleep)
                    Monitor.Wait(_gate);
        }
    }
}
