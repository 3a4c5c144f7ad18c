namespace Tributary.Training.Allocations;

/// <summary>A thread that trains a model of its own when it is told to.</summary>
internal sealed class Worker : IDisposable
{
    // Events of the operating system: waiting for them allocates nothing. A Barrier may, where it has to wait long.
    private readonly AutoResetEvent _begin = new(false), _done = new(false);
    private readonly Trainee _trainee;
    private readonly Thread _thread;
    private int _steps;

    public Worker(Subject subject)
    {
        _trainee = new Trainee(subject);
        _thread = new Thread(Work);
        _thread.Start();
    }

    /// <summary>What the thread allocated in the last steps.</summary>
    public long Bytes { get; private set; }

    /// <summary>Starts so many steps; none ends the thread.</summary>
    public void Begin(int steps)
    {
        _steps = steps;
        _begin.Set();
    }

    /// <summary>Waits for the steps that were begun.</summary>
    public void Finish() => _done.WaitOne();

    public void Dispose()
    {
        Begin(0);
        _thread.Join();
        _begin.Dispose();
        _done.Dispose();
    }

    private void Work()
    {
        while (true)
        {
            _begin.WaitOne();
            if (_steps == 0) return;
            long before = GC.GetAllocatedBytesForCurrentThread();
            _trainee.Train(_steps);
            Bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            _done.Set();
        }
    }
}
