namespace Tributary.Training.Allocations;

/// <summary>Trains models at the same time, each on its thread, and counts what every thread and the whole process allocate.</summary>
internal sealed class StepMeasurement : IDisposable
{
    private readonly Trainee[] _trainees;
    private readonly long[] _bytes;
    private readonly Barrier _barrier;
    private readonly int[] _parts;

    private StepMeasurement(Subject subject, int models, int steps)
    {
        _trainees = [.. Enumerable.Range(0, models).Select(_ => new Trainee(subject))];
        _bytes = new long[models];
        _barrier = new Barrier(models + 1);
        _parts = [3, 3, steps]; // the first two compile the code and settle the barrier
    }

    public static IReadOnlyList<Allocation> Run(Subject subject, int models, int steps)
    {
        using var measurement = new StepMeasurement(subject, models, steps);
        long process = measurement.Run();
        return [.. measurement._bytes.Select((bytes, i) => new Allocation($"thread {i}", bytes)), new Allocation("process", process)];
    }

    public void Dispose() => _barrier.Dispose();

    /// <summary>What the process allocated in the last part.</summary>
    private long Run()
    {
        Thread[] threads = [.. _trainees.Select((_, i) => new Thread(() => Train(i)))];
        foreach (Thread thread in threads) thread.Start();
        long process = 0;
        foreach (int _ in _parts)
        {
            _barrier.SignalAndWait(); // all are ready
            Allocation.Settle();
            long before = Allocation.OfProcess();
            _barrier.SignalAndWait(); // all begin
            _barrier.SignalAndWait(); // all are done
            process = Allocation.OfProcess() - before;
        }
        foreach (Thread thread in threads) thread.Join();
        return process;
    }

    private void Train(int i)
    {
        foreach (int steps in _parts)
        {
            _barrier.SignalAndWait();
            _barrier.SignalAndWait();
            long before = GC.GetAllocatedBytesForCurrentThread();
            _trainees[i].Train(steps);
            _bytes[i] = GC.GetAllocatedBytesForCurrentThread() - before;
            _barrier.SignalAndWait();
        }
    }
}
