using System.Text.Json.Nodes;

namespace Tributary.Cli;

/// <summary>How long requests took, in milliseconds.</summary>
/// <param name="Median">The middle one.</param>
/// <param name="P99">What one in a hundred exceeds.</param>
/// <param name="Max">The longest.</param>
internal sealed record Latencies(double Median, double P99, double Max)
{
    /// <summary>Of at least one.</summary>
    public static Latencies Of(IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return new Latencies(sorted[sorted.Length / 2], sorted[(int)Math.Ceiling(0.99 * sorted.Length) - 1], sorted[^1]);
    }

    /// <summary>As numbers of a JSON object.</summary>
    public JsonObject ToJson() => new() { ["median"] = Median, ["p99"] = P99, ["max"] = Max };

    /// <inheritdoc/>
    public override string ToString() => $"median {Median:0.0} ms, p99 {P99:0.0} ms, longest {Max:0.0} ms";
}
