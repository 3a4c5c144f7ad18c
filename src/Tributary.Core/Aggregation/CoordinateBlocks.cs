namespace Tributary.Core;

/// <summary>Runs of coordinates that threads work on at the same time. No run's result depends on another.</summary>
internal static class CoordinateBlocks
{
    /// <summary>Lets <paramref name="act"/> work on every block: its first coordinate and their count.</summary>
    public static void Run(int length, int block, int threads, Action<int, int> act)
    {
        if (threads == 1 || length <= block) act(0, length);
        else Run<object?>(length, block, threads, () => null, (_, start, count) => act(start, count));
    }

    /// <summary>The same with memory that each thread reuses from block to block.</summary>
    public static void Run<TScratch>(int length, int block, int threads, Func<TScratch> scratch, Action<TScratch, int, int> act)
    {
        int blocks = (length + block - 1) / block;
        if (threads == 1 || blocks <= 1)
        {
            TScratch own = scratch();
            for (int i = 0; i < blocks; i++) Act(own, i);
        }
        else
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = threads };
            Parallel.For(0, blocks, options, scratch, (i, _, own) => Act(own, i), _ => { });
        }

        TScratch Act(TScratch own, int i)
        {
            act(own, i * block, Math.Min(block, length - i * block));
            return own;
        }
    }
}
