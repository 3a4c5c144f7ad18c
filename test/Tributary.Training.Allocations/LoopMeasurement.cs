using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training.Allocations;

/// <summary>The loop of the simulator: what a call with many steps allocates beyond a call with few.</summary>
internal static class LoopMeasurement
{
    public static IReadOnlyList<Allocation> Run(Subject subject, int fewer, int more)
    {
        Model network = subject.Build();
        Allocated(new TrainingLoop(network, subject.Training(steps: 3)), subject.Data); // compiles the code
        // The first call of either: a loop then makes the buffers that it keeps.
        (long fewThread, long fewProcess) = Allocated(new TrainingLoop(network, subject.Training(fewer)), subject.Data);
        (long moreThread, long moreProcess) = Allocated(new TrainingLoop(network, subject.Training(more)), subject.Data);
        return [new Allocation("thread", moreThread - fewThread), new Allocation("process", moreProcess - fewProcess)];
    }

    private static (long Thread, long Process) Allocated(TrainingLoop loop, Dataset data)
    {
        var random = new RandomStream(5);
        Allocation.Settle();
        long process = Allocation.OfProcess(), thread = GC.GetAllocatedBytesForCurrentThread();
        loop.Run(data, random);
        thread = GC.GetAllocatedBytesForCurrentThread() - thread;
        return (thread, Allocation.OfProcess() - process);
    }
}
