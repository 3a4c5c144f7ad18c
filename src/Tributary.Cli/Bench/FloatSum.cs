using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Cli;

/// <summary>
/// What an exact sum is compared with: the plain sum of floats in the order of the updates, several updates a pass over a block.
/// </summary>
internal sealed class FloatSum(float[][] updates, int threads)
{
    private const int Block = 4096, Pass = 10;

    private readonly float[] _sum = new float[updates[0].Length];

    /// <summary>Adds all updates up.</summary>
    public void Add()
    {
        int blocks = (_sum.Length + Block - 1) / Block;
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = threads }, block =>
        {
            int start = block * Block, end = Math.Min(_sum.Length, start + Block);
            _sum.AsSpan(start, end - start).Clear();
            for (int first = 0; first < updates.Length; first += Pass)
                Add(updates.AsSpan(first, Math.Min(Pass, updates.Length - first)), _sum, start, end);
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(ReadOnlySpan<float[]> updates, float[] sum, int start, int end)
    {
        const int Lanes = 16;
        int i = start;
        for (; i <= end - 2 * Lanes; i += 2 * Lanes)
        {
            Vector512<float> low = Vector512.LoadUnsafe(ref sum[i]), high = Vector512.LoadUnsafe(ref sum[i + Lanes]);
            foreach (float[] update in updates)
            {
                low += Vector512.LoadUnsafe(ref update[i]);
                high += Vector512.LoadUnsafe(ref update[i + Lanes]);
            }
            low.StoreUnsafe(ref sum[i]);
            high.StoreUnsafe(ref sum[i + Lanes]);
        }
        for (; i < end; i++)
            foreach (float[] update in updates)
                sum[i] += update[i];
    }
}
