namespace Tributary.Core;

/// <summary>
/// Running sums from a binary tree of Gaussian noise (DP-FTRL): each neighbour takes part in at most one step of each tree, and neighbours
/// differ by replacing one by nothing, which needs no sampling.
/// </summary>
/// <param name="NoiseMultiplier">The noise of one node: its standard deviation over the L2 sensitivity, above 0.</param>
/// <param name="Steps">Steps (leaves) of each tree.</param>
/// <param name="Trees">How many trees a neighbour takes part in; the tree is restarted between them.</param>
/// <remarks>Kairouz, McMahan, Song, Thakkar, Thakurta, Xu: Practical and private (deep) learning without sampling or shuffling, ICML 2021,
/// theorem 4.1: a leaf is in ceil(log2(steps + 1)) nodes.</remarks>
public sealed record TreeEvent(double NoiseMultiplier, long Steps, long Trees = 1) : DpEvent
{
    /// <summary>In how many nodes of a tree one step takes part.</summary>
    public int Depth => 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)Steps);

    /// <inheritdoc/>
    public override IEnumerable<Problem> Check(string path) =>
        [.. CheckNoise(NoiseMultiplier, path), .. CheckCount(Steps, "steps", path), .. CheckCount(Trees, "trees", path)];
}
