namespace Tributary.Training.Allocations;

/// <summary>Trains models at the same time, each on its thread, and counts what every thread and the whole process allocate.</summary>
internal static class StepMeasurement
{
    public static IReadOnlyList<Allocation> Run(Subject subject, int models, int steps)
    {
        Worker[] workers = [.. Enumerable.Range(0, models).Select(_ => new Worker(subject))];
        long process = 0;
        foreach (int part in (int[])[3, 3, steps]) // the first two compile the code
        {
            Allocation.Settle();
            long before = Allocation.OfProcess();
            foreach (Worker worker in workers) worker.Begin(part);
            foreach (Worker worker in workers) worker.Finish();
            process = Allocation.OfProcess() - before;
        }
        foreach (Worker worker in workers) worker.Dispose();
        return [.. workers.Select((worker, i) => new Allocation($"thread {i}", worker.Bytes)), new Allocation("process", process)];
    }
}
