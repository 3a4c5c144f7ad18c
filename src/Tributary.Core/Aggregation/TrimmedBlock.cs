using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Core;

/// <summary>One thread's memory and work in a <see cref="TrimmedFold"/>.</summary>
internal abstract class TrimmedBlock
{
    /// <summary>Adds up the kept means of coordinates from <paramref name="start"/> on, as many as <paramref name="sum"/> holds.</summary>
    public abstract void Fold(int start, Span<long> sum);

    /// <summary>Adds up rows of so many lanes, 8 or a multiple, as far as <paramref name="sum"/> reaches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected static void AddRows(ReadOnlySpan<long> rows, int lanes, Span<long> sum)
    {
        for (int lane = 0; lane < Math.Min(lanes, sum.Length); lane += Vector512<long>.Count)
        {
            Vector512<long> total = default;
            for (int i = lane; i < rows.Length; i += lanes) total += Vector512.LoadUnsafe(in rows[i]);
            Span<long> target = sum[lane..];
            if (target.Length >= Vector512<long>.Count) total.CopyTo(target);
            else for (int i = 0; i < target.Length; i++) target[i] = total[i];
        }
    }
}
