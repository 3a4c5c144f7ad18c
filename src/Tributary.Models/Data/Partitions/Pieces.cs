using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Orders and sizes that partitions are made of.</summary>
internal static class Pieces
{
    /// <summary>The numbers below <paramref name="count"/> in random order.</summary>
    public static int[] Shuffled(int count, RandomStream random)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle(order.AsSpan());
        return order;
    }

    /// <summary>Sizes that sum to <paramref name="count"/> and differ by one at most.</summary>
    public static int[] EqualSizes(int count, int pieces) =>
        [.. Enumerable.Range(0, pieces).Select(i => count / pieces + (i < count % pieces ? 1 : 0))];

    /// <summary>
    /// Sizes that sum to <paramref name="count"/>, each within one of its exact share (largest remainders, the first where equal).
    /// </summary>
    public static int[] ProportionalSizes(int count, IReadOnlyList<double> weights)
    {
        double total = weights.Sum();
        double[] shares = [.. weights.Select(weight => count * (weight / total))];
        int[] sizes = [.. shares.Select(share => (int)share)];
        int left = count - sizes.Sum();
        foreach (int piece in Enumerable.Range(0, sizes.Length).OrderByDescending(i => shares[i] - sizes[i]).Take(left)) sizes[piece]++;
        return sizes;
    }

    /// <summary>Consecutive pieces of the given sizes.</summary>
    public static int[][] Cut(ReadOnlySpan<int> order, int[] sizes)
    {
        int[][] pieces = new int[sizes.Length][];
        int start = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            pieces[i] = order.Slice(start, sizes[i]).ToArray();
            start += sizes[i];
        }
        return pieces;
    }
}
