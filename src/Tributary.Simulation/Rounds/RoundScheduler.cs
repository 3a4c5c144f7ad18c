namespace Tributary.Simulation;

/// <summary>
/// Runs a round on so many threads: whoever has begun goes on before anybody new begins, so that an update is folded at once and not
/// behind the training of others. New clients (<see cref="TaskCreationOptions.PreferFairness"/>) begin in the order given.
/// </summary>
/// <param name="threads">How many tasks run at the same time.</param>
internal sealed class RoundScheduler(int threads) : TaskScheduler
{
    [ThreadStatic]
    private static RoundScheduler? _worksFor;

    private readonly Lock _lock = new();
    private readonly Queue<Task> _begun = [], _new = [];
    private int _workers;

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => threads;

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        lock (_lock)
        {
            (task.CreationOptions.HasFlag(TaskCreationOptions.PreferFairness) ? _new : _begun).Enqueue(task);
            if (_workers == threads) return;
            _workers++;
        }
        ThreadPool.UnsafeQueueUserWorkItem(static scheduler => scheduler.Work(), this, preferLocal: false);
    }

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        _worksFor == this && TryExecuteTask(task); // one that was queued stays there, and does nothing when its turn comes

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_lock) return [.. _begun, .. _new];
    }

    private void Work()
    {
        _worksFor = this;
        try
        {
            while (Next() is { } task) TryExecuteTask(task);
        }
        finally
        {
            _worksFor = null;
        }
    }

    private Task? Next()
    {
        lock (_lock)
        {
            if (_begun.TryDequeue(out Task? task) || _new.TryDequeue(out task)) return task;
            _workers--;
            return null;
        }
    }
}
