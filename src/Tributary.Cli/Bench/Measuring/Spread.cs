using System.Text.Json.Nodes;

namespace Tributary.Cli;

/// <summary>What repeated measurements say: the least, the middle, and what one in ten exceeds.</summary>
/// <param name="Min">The least.</param>
/// <param name="Median">The middle one; the mean of the two in the middle where their number is even.</param>
/// <param name="P90">The value nine tenths of the way from the least to the greatest by rank, between two ranks in proportion.</param>
internal sealed record Spread(double Min, double Median, double P90)
{
    /// <summary>Of at least one value.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return new Spread(sorted[0], AtRank(sorted, 0.5), AtRank(sorted, 0.9));
    }

    /// <summary>All three as numbers of a JSON object.</summary>
    public JsonObject ToJson() => new() { ["min"] = Min, ["median"] = Median, ["p90"] = P90 };

    private static double AtRank(double[] sorted, double share)
    {
        double rank = share * (sorted.Length - 1);
        int below = (int)rank;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + (rank - below) * (sorted[below + 1] - sorted[below]);
    }
}
