using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Tributary.Cli;

/// <summary>What repeated measurements of one case took, in milliseconds.</summary>
/// <param name="Min">The shortest.</param>
/// <param name="Median">The one in the middle.</param>
/// <param name="P90">One that nine in ten do not exceed.</param>
internal sealed record CaseTimes(double Min, double Median, double P90)
{
    /// <summary>Sums up measurements.</summary>
    public static CaseTimes Of(double[] milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return new CaseTimes(sorted[0], sorted[sorted.Length / 2], sorted[(int)Math.Ceiling(0.9 * sorted.Length) - 1]);
    }

    /// <summary>The milliseconds an action takes.</summary>
    public static double Time(Action act)
    {
        long start = Stopwatch.GetTimestamp();
        act();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>As the value of <c>milliseconds</c>.</summary>
    public JsonObject ToJson() => new() { ["min"] = Min, ["median"] = Median, ["p90"] = P90 };
}
