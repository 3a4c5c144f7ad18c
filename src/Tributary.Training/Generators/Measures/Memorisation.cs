using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>Whether generated rows are closer to the rows of the training than to rows of the same kind that were held out.</summary>
/// <param name="DistanceToTraining">The median distance of a generated row to the closest training row.</param>
/// <param name="DistanceToHeldOut">The same to as many held-out rows; about as much where nothing is memorised.</param>
/// <param name="CloserToTraining">The share of generated rows that are closer to a training row, ties counting half; 0.5 is ideal.</param>
/// <param name="Copies">The share of generated rows that are a training row.</param>
/// <param name="ChanceCopies">The share that are a held-out row: what chance alone gives.</param>
/// <param name="MembershipAuc">
/// How well an attacker tells training rows from held-out ones by their distance to the closest generated row: the area under the curve,
/// 0.5 for a guess.
/// </param>
public sealed record Memorisation(
    double DistanceToTraining, double DistanceToHeldOut, double CloserToTraining, double Copies, double ChanceCopies, double MembershipAuc)
{
    private const int MostGenerated = 2000, MostCompared = 10_000, MostAttacked = 2000, MostKnown = 20_000;

    /// <summary>Measures both directions on random parts of the tables, of at most a few thousand rows.</summary>
    internal static Memorisation Measure(TableData real, TableData heldOut, TableData generated, RandomStream random, int threads)
    {
        var distance = new RowDistance(real);
        int compared = Math.Min(MostCompared, Math.Min(real.Count, heldOut.Count));
        TableData some = RandomRows.Of(generated, MostGenerated, random.Derive("generated"));
        double[] toReal = distance.Closest(some, RandomRows.Of(real, compared, random.Derive("real")), threads);
        double[] toHeld = distance.Closest(some, RandomRows.Of(heldOut, compared, random.Derive("held out")), threads);
        double closer = toReal.Zip(toHeld).Average(pair => pair.First < pair.Second ? 1 : pair.First == pair.Second ? 0.5 : 0);

        int attacked = Math.Min(MostAttacked, compared);
        TableData known = RandomRows.Of(generated, MostKnown, random.Derive("known"));
        double[] members = distance.Closest(RandomRows.Of(real, attacked, random.Derive("members")), known, threads);
        double[] strangers = distance.Closest(RandomRows.Of(heldOut, attacked, random.Derive("strangers")), known, threads);
        return new Memorisation(
            Median(toReal), Median(toHeld), closer, Zeros(toReal), Zeros(toHeld), Auc(members, strangers));
    }

    /// <summary>The chance that a member is closer than a stranger, ties counting half.</summary>
    internal static double Auc(double[] members, double[] strangers)
    {
        double[] sorted = [.. strangers.Order()];
        double sum = 0;
        foreach (double member in members)
        {
            int below = First(sorted, member, orEqual: false), upTo = First(sorted, member, orEqual: true);
            sum += sorted.Length - upTo + 0.5 * (upTo - below);
        }
        return sum / ((double)members.Length * strangers.Length);
    }

    /// <summary>How many are below a value, or at most that.</summary>
    private static int First(double[] sorted, double value, bool orEqual)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (sorted[middle] < value || (orEqual && sorted[middle] == value)) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static double Zeros(double[] values) => values.Average(value => value == 0 ? 1.0 : 0);
}
