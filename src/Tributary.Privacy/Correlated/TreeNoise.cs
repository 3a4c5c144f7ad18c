using System.Numerics;

namespace Tributary.Privacy;

/// <summary>
/// Noise of binary trees (DP-FTRL): the running sum of a tree's rounds has the noise of a few nodes instead of that of every round.
/// </summary>
/// <remarks>
/// <para>Kairouz, McMahan, Song, Thakkar, Thakurta, Xu: Practical and private (deep) learning without sampling or shuffling, ICML 2021,
/// section 3 and appendix B. A node's sum is known with noise of its own and as the sum of its halves; both are weighed against each other
/// (Honaker's estimate from below), which needs nothing of the future.</para>
/// <para>A tree begins anew after so many rounds, and the last sum of the one before stays as it is: a client takes part once in each tree.
/// The estimate is one of whole numbers: halves plus round(a (own - halves)), in which what is summed cancels.</para>
/// </remarks>
public sealed class TreeNoise : ICorrelatedNoise
{
    private const int FractionBits = 30;
    private const int MostLevels = 40;

    private readonly IFreshNoise _fresh;
    private readonly int _steps;
    private readonly long[]?[] _complete = new long[MostLevels][]; // by level: the noise of a complete subtree's estimate
    private long[] _last = []; // the noise in the running sum of the current tree
    private long[] _node = [];
    private long _nodes;

    /// <summary>Noise for rounds in order.</summary>
    /// <param name="steps">The rounds of each tree, at least one.</param>
    /// <param name="fresh">Independent noise; its number is the node, from zero, in the order in which nodes are complete.</param>
    public TreeNoise(int steps, IFreshNoise fresh)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        (_steps, _fresh) = (steps, fresh);
    }

    /// <inheritdoc/>
    public int Rounds { get; private set; }

    /// <summary>In how many nodes of a tree one round takes part, whose variances add up against one neighbour.</summary>
    public int Depth => BitOperations.Log2((uint)_steps) + 1;

    /// <inheritdoc/>
    public void Next(Span<long> noise)
    {
        if (_last.Length != noise.Length) (_last, _node) = (new long[noise.Length], new long[noise.Length]);
        int step = Rounds % _steps + 1;
        if (step == 1)
        {
            Array.Clear(_last);
            Array.Clear(_complete);
        }
        AddLeaf();
        noise.Clear();
        for (int level = 0; level < MostLevels; level++)
            if (_complete[level] is { } part && (step >> level & 1) != 0)
                for (int i = 0; i < noise.Length; i++) noise[i] += part[i];
        for (int i = 0; i < noise.Length; i++) (noise[i], _last[i]) = (noise[i] - _last[i], noise[i]);
        Rounds++;
    }

    /// <summary>A new leaf, and every node that it completes.</summary>
    private void AddLeaf()
    {
        long[] carried = new long[_last.Length];
        _fresh.Fill(_nodes++, carried);
        int level = 0;
        for (; _complete[level] is { } left; level++)
        {
            _fresh.Fill(_nodes++, _node);
            // The weight of the node's own sum: 2^h / (2^(h+1) - 1) at height h.
            long weight = (long)Math.Round(Math.ScaleB(1, FractionBits) * Math.ScaleB(1, level + 1) / (Math.ScaleB(1, level + 2) - 1));
            for (int i = 0; i < carried.Length; i++)
            {
                long halves = left[i] + carried[i];
                Int128 correction = (Int128)weight * (_node[i] - halves) + (Int128.One << (FractionBits - 1));
                carried[i] = halves + (long)(correction >> FractionBits);
            }
            _complete[level] = null;
        }
        _complete[level] = carried;
    }
}
