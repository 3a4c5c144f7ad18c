using System.Diagnostics;

namespace Tributary.Cli;

/// <summary>A number of steps that are measured together, so that the clock's own grain and cost do not count.</summary>
internal static class Block
{
    private const double WarmUpMilliseconds = 300;

    /// <summary>Runs until everything is compiled, then finds how many steps last at least so long.</summary>
    public static int Fit(Action<int> run, double milliseconds)
    {
        int steps = 1;
        for (double spent = 0, last = 0; spent < WarmUpMilliseconds || last < milliseconds;)
        {
            last = Time(run, steps);
            spent += last;
            // The last block is timed once more with the number that it suggests, for the first ones ran code of the first tier.
            if (last < milliseconds) steps = Math.Max(steps + 1, (int)Math.Min(2.0 * steps, 1.2 * steps * milliseconds / last));
        }
        return steps;
    }

    /// <summary>Milliseconds of one step, measured over <paramref name="steps"/> after one that is not.</summary>
    public static double Measure(Action<int> run, int steps)
    {
        run(1);
        return Time(run, steps) / steps;
    }

    private static double Time(Action<int> run, int steps)
    {
        long start = Stopwatch.GetTimestamp();
        run(steps);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
