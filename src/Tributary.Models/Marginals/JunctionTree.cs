namespace Tributary.Models;

/// <summary>Cliques in an order in which each meets those before it in a part of one of them: a tree on which sums are exact.</summary>
/// <remarks>Lauritzen, Spiegelhalter: Local computations with probabilities on graphical structures. JRSS B 50(2), 1988.</remarks>
public sealed class JunctionTree
{
    private JunctionTree(int[] sizes, int[][] cliques, int[] parents)
    {
        Sizes = sizes;
        Cliques = cliques;
        Parents = parents;
        Separators = [.. cliques.Select((clique, i) => parents[i] < 0 ? [] : clique.Intersect(cliques[parents[i]]).ToArray())];
    }

    /// <summary>The number of values of every attribute.</summary>
    public int[] Sizes { get; }

    /// <summary>The attributes of every clique, ascending.</summary>
    public int[][] Cliques { get; }

    /// <summary>The clique before it in which each one's <see cref="Separators"/> lies; -1 for the first.</summary>
    public int[] Parents { get; }

    /// <summary>What every clique shares with its parent; may be empty.</summary>
    public int[][] Separators { get; }

    /// <summary>The cells of all cliques together.</summary>
    public long CellCount => Cliques.Sum(clique => Cells.Count(clique, Sizes));

    /// <summary>The number of cells of a clique.</summary>
    public int CellsOf(int clique) => (int)Cells.Count(Cliques[clique], Sizes);

    /// <summary>The first clique that has all of these attributes, or -1.</summary>
    public int Host(ReadOnlySpan<int> attributes)
    {
        for (int i = 0; i < Cliques.Length; i++)
        {
            bool all = true;
            foreach (int attribute in attributes) all &= Cliques[i].Contains(attribute);
            if (all) return i;
        }
        return -1;
    }

    /// <summary>A tree whose cliques hold every one of the given sets; attributes in none of them get a clique of their own.</summary>
    /// <param name="sizes">The number of values of every attribute.</param>
    /// <param name="sets">Sets of attributes that must lie in one clique.</param>
    /// <remarks>Attributes leave in the order of the fewest cells that their leaving makes, the lowest number first.</remarks>
    public static JunctionTree Over(int[] sizes, IEnumerable<int[]> sets)
    {
        int count = sizes.Length;
        bool[,] linked = new bool[count, count];
        foreach (int[] set in sets)
            foreach (int a in set)
                foreach (int b in set)
                    linked[a, b] = a != b;
        var left = Enumerable.Range(0, count).ToList();
        var cliques = new List<int[]>();
        while (left.Count > 0)
        {
            int[] Around(int v) => [.. left.Where(other => other == v || linked[v, other])];
            int next = left.MinBy(v => Cells.Count(Around(v), sizes));
            int[] clique = Around(next);
            foreach (int a in clique)
                foreach (int b in clique)
                    linked[a, b] = a != b;
            left.Remove(next);
            if (!cliques.Exists(other => clique.All(other.Contains))) cliques.Add(clique);
        }
        return Arrange(sizes, cliques);
    }

    /// <summary>A tree of cliques that are known to be one, in an order in which a parent comes first.</summary>
    /// <param name="sizes">The number of values of every attribute.</param>
    /// <param name="cliques">As <see cref="Cliques"/> of another tree.</param>
    public static JunctionTree OfOrdered(int[] sizes, IReadOnlyList<int[]> cliques)
    {
        int[] parents = new int[cliques.Count];
        for (int i = 0; i < parents.Length; i++)
        {
            parents[i] = -1;
            int most = -1;
            for (int j = 0; j < i; j++)
                if (cliques[i].Intersect(cliques[j]).Count() is var shared && shared > most) (parents[i], most) = (j, shared);
        }
        return new JunctionTree(sizes, [.. cliques], parents);
    }

    /// <summary>The heaviest spanning tree by the size of what cliques share (Prim), in the order of joining.</summary>
    private static JunctionTree Arrange(int[] sizes, List<int[]> cliques)
    {
        var order = new List<int[]> { cliques[0] };
        cliques.RemoveAt(0);
        while (cliques.Count > 0)
        {
            int[] next = cliques.MaxBy(clique => order.Max(before => clique.Intersect(before).Count()))!;
            order.Add(next);
            cliques.Remove(next);
        }
        return OfOrdered(sizes, order);
    }
}
