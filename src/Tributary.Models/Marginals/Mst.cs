using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>A generator of tables from pairs of columns that hang together most: a tree, on which everything else is independent.</summary>
/// <remarks>
/// McKenna, Miklau, Sheldon: Winning the NIST contest. Journal of Privacy and Confidentiality 11(3), 2021, algorithm 1. Without noise edges
/// are weighed by mutual information (Chow, Liu 1968), with the label in every clique by that given the label (Friedman et al. 1997).
/// </remarks>
public sealed record Mst : IMarginalArchitecture
{
    private const double OfLabel = 0.35, OfChoice = 0.15; // shares of the budget; the rest counts the chosen cliques
    private const int Steps = 400;

    /// <inheritdoc/>
    public int Bins { get; init => field = Hyperparameter.AtLeastOne(value); } = 32;

    /// <inheritdoc/>
    public int Resolution { get; init => field = Hyperparameter.AtLeastOne(value); } = 1024;

    /// <inheritdoc/>
    public bool LabelInEveryClique { get; init; }

    /// <inheritdoc/>
    public double? Epsilon { get; init => field = value is { } epsilon ? Hyperparameter.Positive(epsilon) : null; }

    /// <inheritdoc/>
    public double Delta { get; init => field = Hyperparameter.BelowOne(value); } = 1e-5;

    /// <inheritdoc/>
    public bool SecretNoise { get; init; }

    /// <inheritdoc/>
    public Model Build(DataShape data, int capacity, RandomStream initialization) =>
        MarginalModel.Build(this, data, capacity, initialization);

    /// <inheritdoc/>
    public long MostCells(int[] sizes, int label)
    {
        IMarginalArchitecture asked = this;
        return asked.Questions(sizes.Length, label).Select(clique => Cells.Count(clique, sizes)).OrderDescending().Take(sizes.Length).Sum();
    }

    /// <inheritdoc/>
    public TreeDistribution Fit(MarginalCounts counts)
    {
        var noisy = new NoisyCounts(counts.Noise);
        int label = LabelInEveryClique ? counts.Label : -1;
        double rho = noisy.Rho, spent = 0;
        var measured = counts.Columns.ToList();
        if (label >= 0 && noisy.IsPrivate)
        {
            double sigma = noisy.SigmaOf(spent = OfLabel * rho, counts.Sizes.Length - 1);
            measured.AddRange(WithLabel(counts, label).Select(pair => noisy.Measure(pair, sigma)));
        }
        List<Factor> tree = Choose(counts, noisy, measured, label, OfChoice * rho);
        double each = noisy.SigmaOf(rho - spent - OfChoice * rho, tree.Count);
        measured.AddRange(tree.Select(clique => noisy.Measure(clique, each)));
        var cliques = JunctionTree.Over(counts.Sizes, tree.Select(clique => clique.Attributes.ToArray()));
        return MirrorDescent.Fit(TreeDistribution.Uniform(counts.Sizes), measured, cliques, counts.Total, Steps);
    }

    /// <summary>Every column with the label.</summary>
    private static IEnumerable<Factor> WithLabel(MarginalCounts counts, int label)
    {
        for (int column = 0; column < counts.Sizes.Length; column++)
        {
            if (column == label) continue;
            int[] pair = [.. new[] { column, label }.Order()];
            yield return counts.Cliques.First(clique => pair.All(a => clique.Attributes.Contains(a))).SumOnto(pair);
        }
    }

    /// <summary>The heaviest spanning tree, edge by edge; each edge is drawn where rows are hidden.</summary>
    private static List<Factor> Choose(
        MarginalCounts counts, NoisyCounts noisy, IReadOnlyList<MarginalMeasurement> measured, int label, double rho)
    {
        int[][] ends = [.. counts.Cliques.Select(clique => clique.Attributes.ToArray().Where(a => a != label).ToArray())];
        if (ends is [{ Length: < 2 }]) return [.. counts.Cliques];
        var dependence = new Dependence(counts, measured, label);
        double[] weights = [.. counts.Cliques.Select(clique =>
            noisy.IsPrivate ? dependence.Distance(clique) : dependence.Information(clique))];
        int edges = counts.Sizes.Length - (label < 0 ? 1 : 2);
        double epsilon = Math.Sqrt(8 * rho / edges);
        int[] component = [.. Enumerable.Range(0, counts.Sizes.Length)];
        var chosen = new List<Factor>();
        while (chosen.Count < edges)
        {
            int[] free = [.. Enumerable.Range(0, ends.Length).Where(i => component[ends[i][0]] != component[ends[i][1]])];
            int next = free[noisy.Choose([.. free.Select(i => weights[i])], epsilon, 1)];
            chosen.Add(counts.Cliques[next]);
            int joined = component[ends[next][1]];
            for (int i = 0; i < component.Length; i++)
                if (component[i] == joined) component[i] = component[ends[next][0]];
        }
        return chosen;
    }
}
