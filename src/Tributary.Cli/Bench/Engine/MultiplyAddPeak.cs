using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Cli;

/// <summary>
/// What the processor's multiply-add instructions reach when nothing has to be fetched: no matrix product can be quicker.
/// </summary>
internal static class MultiplyAddPeak
{
    private const int Rounds = 20_000_000, Trials = 7;

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
            double operations = 2.0 * Chains * Vector512<float>.Count * Rounds * threads;
            best = Math.Max(best, operations / Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }
        return best;
    }

    /// <summary>
    /// Independent chains, which hide that an instruction takes four cycles or more: twelve registers of them. A vector of 16 floats is two
    /// registers where they are half as wide.
    /// </summary>
    private static int Chains => Vector512.IsHardwareAccelerated ? 12 : 6;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run()
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
            if (!Vector512.IsHardwareAccelerated) continue;
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
            k = Vector512.FusedMultiplyAdd(k, x, y);
            l = Vector512.FusedMultiplyAdd(l, x, y);
        }
        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    /// <summary>Keeps the compiler from leaving the work out.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Consume(float value) => _ = value;
}
