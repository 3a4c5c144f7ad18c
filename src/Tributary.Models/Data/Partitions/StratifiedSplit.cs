using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Divides labelled examples into a training and a test part with the same share of every class.</summary>
public static class StratifiedSplit
{
    /// <summary>The same for whole rows of a table.</summary>
    /// <inheritdoc cref="Split(LabelledData, double, RandomStream)"/>
    public static (TableData Train, TableData Test) Split(TableData data, double trainFraction, RandomStream random)
    {
        int[]? labels = data.PartitionInput.Labels;
        (int[] train, int[] test) = Places(data.Count, trainFraction, labels is null ? _ => 0 : row => labels[row], random);
        return (data.Select(train), data.Select(test));
    }

    /// <summary>
    /// Draws the parts at random: stratified where every class that occurs has more than two examples, otherwise without regard to class.
    /// </summary>
    /// <param name="data">What is divided; at least two examples.</param>
    /// <param name="trainFraction">The share of the training part, above 0 and below 1; its size is rounded down.</param>
    /// <param name="random">The same stream gives the same division.</param>
    /// <exception cref="DataException">One part would be empty.</exception>
    public static (LabelledData Train, LabelledData Test) Split(LabelledData data, double trainFraction, RandomStream random)
    {
        (int[] train, int[] test) = Places(data.Count, trainFraction, data.Label, random);
        return (data.Select(train), data.Select(test));
    }

    private static (int[] Train, int[] Test) Places(int count, double trainFraction, Func<int, int> labelOf, RandomStream random)
    {
        // A fraction such as 0.29 of 100 must not fall to 28 for a last binary place.
        int trainCount = (int)(count * trainFraction + 1e-9);
        if (!(trainFraction is > 0 and < 1) || trainCount == 0 || trainCount == count)
            throw new DataException(
                $"{count} examples cannot be divided at the fraction {trainFraction}: one part would be empty. "
                + "Use a fraction between 0 and 1, or more data.");
        int[] order = Pieces.Shuffled(count, random);
        int[][] classes = [.. order.GroupBy(labelOf).OrderBy(group => group.Key).Select(group => group.ToArray())];
        if (classes.Any(members => members.Length <= 2))
            return (order[..trainCount], order[trainCount..]);
        int[] sizes = Pieces.ProportionalSizes(trainCount, [.. classes.Select(members => (double)members.Length)]);
        return (
            [.. classes.SelectMany((members, i) => members[..sizes[i]])],
            [.. classes.SelectMany((members, i) => members[sizes[i]..])]);
    }
}
