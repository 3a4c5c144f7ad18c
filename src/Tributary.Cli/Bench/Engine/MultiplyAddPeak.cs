using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Cli;

/// <summary>
/// What the processor's multiply-add instructions reach when nothing has to be fetched: no matrix product can be quicker.
/// </summary>
internal static class MultiplyAddPeak
{
    private const int Chains = 12, Rounds = 20_000_000, Trials = 7;

    /// <summary>The most of several trials, in GFLOP/s, all threads together.</summary>
    public static double Measure(int threads)
    {
        double best = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            // Threads of their own: a pool gives both parts to one where it finds the other asleep.
            Thread[] others = [.. Enumerable.Range(1, threads - 1).Select(_ => new Thread(() => Consume(Run())))];
            long start = Stopwatch.GetTimestamp();
            foreach (Thread other in others) other.Start();
            Consume(Run());
            foreach (Thread other in others) other.Join();
            best = Math.Max(best, 2.0 * Chains * Lanes * Rounds * threads / Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }
        return best;
    }

    private static int Lanes => Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256<float>.Count;

    private static float Run() => Vector512.IsHardwareAccelerated ? Wide() : Narrow();

    /// <summary>Twelve independent chains: two instructions a cycle with a latency of up to six.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Wide()
    {
        Vector512<float> x = Vector512.Create(0.999f), y = Vector512.Create(0.001f);
        Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int round = 0; round < Rounds; round++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
            k = Vector512.FusedMultiplyAdd(k, x, y);
            l = Vector512.FusedMultiplyAdd(l, x, y);
        }
        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Narrow()
    {
        Vector256<float> x = Vector256.Create(0.999f), y = Vector256.Create(0.001f);
        Vector256<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int round = 0; round < Rounds; round++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
            k = Vector256.FusedMultiplyAdd(k, x, y);
            l = Vector256.FusedMultiplyAdd(l, x, y);
        }
        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    /// <summary>Keeps the compiler from leaving the work out.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Consume(float value) => _ = value;
}
