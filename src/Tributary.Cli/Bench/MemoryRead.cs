using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Cli;

/// <summary>The least that one pass over all updates can take: every float is read once and nothing is written.</summary>
internal sealed class MemoryRead(float[][] updates, int threads)
{
    private readonly float[] _totals = new float[updates.Length]; // kept, so that the reading cannot be left out

    /// <summary>Reads everything.</summary>
    public void Read() => Parallel.For(0, updates.Length, new ParallelOptions { MaxDegreeOfParallelism = threads },
        i => _totals[i] = Total(updates[i]));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Total(float[] values)
    {
        const int Lanes = 16;
        Vector512<float> a = default, b = default, c = default, d = default;
        for (int i = 0; i <= values.Length - 4 * Lanes; i += 4 * Lanes)
        {
            a += Vector512.LoadUnsafe(ref values[i]);
            b += Vector512.LoadUnsafe(ref values[i + Lanes]);
            c += Vector512.LoadUnsafe(ref values[i + 2 * Lanes]);
            d += Vector512.LoadUnsafe(ref values[i + 3 * Lanes]);
        }
        return Vector512.Sum((a + b) + (c + d));
    }
}
