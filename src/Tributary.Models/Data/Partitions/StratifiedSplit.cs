using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Divides labelled examples into a training and a test part with the same share of every class.</summary>
public static class StratifiedSplit
{
    /// <summary>
    /// Draws the parts at random: stratified where every class that occurs has more than two examples, otherwise without regard to class.
    /// </summary>
    /// <param name="data">What is divided; at least two examples.</param>
    /// <param name="trainFraction">The share of the training part, above 0 and below 1; its size is rounded down.</param>
    /// <param name="random">The same stream gives the same division.</param>
    /// <exception cref="DataException">One part would be empty.</exception>
    public static (LabelledData Train, LabelledData Test) Split(LabelledData data, double trainFraction, RandomStream random)
    {
        // A fraction such as 0.29 of 100 must not fall to 28 for a last binary place.
        int trainCount = (int)(data.Count * trainFraction + 1e-9);
        if (!(trainFraction is > 0 and < 1) || trainCount == 0 || trainCount == data.Count)
            throw new DataException(
                $"{data.Count} examples cannot be divided at the fraction {trainFraction}: one part would be empty. "
                + "Use a fraction between 0 and 1, or more data.");
        int[] order = Pieces.Shuffled(data.Count, random);
        int[][] classes = [.. order.GroupBy(data.Label).OrderBy(group => group.Key).Select(group => group.ToArray())];
        if (classes.Any(members => members.Length <= 2))
            return (data.Select(order.AsSpan(0, trainCount)), data.Select(order.AsSpan(trainCount)));
        int[] sizes = Pieces.ProportionalSizes(trainCount, [.. classes.Select(members => (double)members.Length)]);
        return (
            data.Select([.. classes.SelectMany((members, i) => members[..sizes[i]])]),
            data.Select([.. classes.SelectMany((members, i) => members[sizes[i]..])]));
    }
}
