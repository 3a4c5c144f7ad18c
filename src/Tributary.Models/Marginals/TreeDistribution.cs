namespace Tributary.Models;

/// <summary>A distribution over rows as the marginals of the cliques of a junction tree, which agree where cliques meet.</summary>
public sealed class TreeDistribution
{
    /// <summary>Marginals that agree.</summary>
    /// <param name="tree">The cliques.</param>
    /// <param name="beliefs">A probability a cell of every clique; kept, not copied.</param>
    public TreeDistribution(JunctionTree tree, double[][] beliefs)
    {
        Tree = tree;
        Beliefs = beliefs;
    }

    /// <summary>The cliques.</summary>
    public JunctionTree Tree { get; }

    /// <summary>The probabilities of every clique's cells.</summary>
    public double[][] Beliefs { get; }

    /// <summary>Every attribute by itself, all of its values alike.</summary>
    public static TreeDistribution Uniform(int[] sizes)
    {
        var tree = JunctionTree.Over(sizes, []);
        return new TreeDistribution(tree, [.. tree.Cliques.Select((_, i) =>
            Enumerable.Repeat(1.0 / tree.CellsOf(i), tree.CellsOf(i)).ToArray())]);
    }

    /// <summary>The marginal of a clique.</summary>
    public Factor Belief(int clique) => new(Tree.Cliques[clique], Tree.Sizes, Beliefs[clique]);

    /// <summary>The marginal over any attributes, also where no clique has all of them.</summary>
    /// <param name="attributes">In ascending order.</param>
    public Factor Marginal(int[] attributes)
    {
        int host = Tree.Host(attributes);
        if (host >= 0) return Belief(host).SumOnto(attributes);
        bool[] needed = Needed(attributes);
        int top = Array.IndexOf(needed, true);
        return Gather(top, attributes, needed, isTop: true).SumOnto(attributes);
    }

    /// <summary>The cliques of the smallest part of the tree that has all of the attributes.</summary>
    private bool[] Needed(int[] attributes)
    {
        int count = Tree.Cliques.Length;
        int[] children = new int[count];
        bool[] needed = Enumerable.Repeat(true, count).ToArray();
        for (int i = 1; i < count; i++) children[Tree.Parents[i]]++;
        for (int i = count - 1; i > 0; i--)
            if (children[i] == 0 && !attributes.Any(a => Tree.Cliques[i].Contains(a) && !Tree.Separators[i].Contains(a)))
            {
                needed[i] = false;
                children[Tree.Parents[i]]--;
            }
        // From above: a top with one branch and nothing of its own to tell is not needed either.
        for (int i = 0; i < count; i++)
        {
            if (!needed[i]) continue;
            int below = children[i] == 1 ? Enumerable.Range(0, count).First(c => needed[c] && Tree.Parents[c] == i) : -1;
            if (below < 0 || attributes.Any(a => Tree.Cliques[i].Contains(a) && !Tree.Cliques[below].Contains(a))) break;
            needed[i] = false;
        }
        return needed;
    }

    /// <summary>
    /// The distribution of the attributes asked for in a clique and below it, given what the clique shares with its parent.
    /// </summary>
    private Factor Gather(int clique, int[] attributes, bool[] needed, bool isTop)
    {
        Factor belief = Belief(clique);
        int[] separator = Tree.Separators[clique];
        Factor gathered = isTop ? belief : belief.Over(belief.SumOnto(separator));
        for (int child = clique + 1; child < needed.Length; child++)
            if (needed[child] && Tree.Parents[child] == clique)
                gathered = gathered.Times(Gather(child, attributes, needed, isTop: false));
        int[] kept = [.. gathered.Attributes.ToArray().Where(a => attributes.Contains(a) || (!isTop && separator.Contains(a)))];
        return gathered.SumOnto(kept);
    }
}
