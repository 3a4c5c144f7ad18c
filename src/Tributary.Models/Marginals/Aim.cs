using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>A generator of tables that measures, again and again, the columns whose counts it gets most wrong.</summary>
/// <remarks>
/// McKenna, Mullins, Sheldon, Miklau: AIM, an adaptive and iterative mechanism for differentially private synthetic data. VLDB 15(11),
/// 2022, algorithm 4: candidates must keep the junction tree small, noise is halved when a measurement taught nothing.
/// </remarks>
public sealed record Aim : IMarginalArchitecture
{
    private const double OfMeasuring = 0.9; // of the budget; the rest chooses
    private const int Steps = 40, LastSteps = 300;
    private static readonly double _meanAbsolute = Math.Sqrt(2 / Math.PI); // of a normal number

    /// <inheritdoc/>
    public int Bins { get; init => field = Hyperparameter.AtLeastOne(value); } = 32;

    /// <inheritdoc/>
    public int Resolution { get; init => field = Hyperparameter.AtLeastOne(value); } = 1024;

    /// <inheritdoc/>
    public bool LabelInEveryClique { get; init; }

    /// <summary>The most cells of all cliques together.</summary>
    public int Size { get; init => field = Hyperparameter.AtLeastOne(value); } = 100_000;

    /// <summary>The most measurements; with noise the budget ends them earlier.</summary>
    public int Measurements { get; init => field = Hyperparameter.AtLeastOne(value); } = 60;

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
    public long MostCells(int[] sizes, int label) => Math.Max(Size, sizes.Sum());

    /// <inheritdoc/>
    public TreeDistribution Fit(MarginalCounts counts)
    {
        var noisy = new NoisyCounts(counts.Noise);
        int columns = counts.Sizes.Length;
        int rounds = noisy.IsPrivate ? 16 * columns : Measurements;
        double rho = noisy.Rho, spent = 0;
        double sigma = noisy.SigmaOf(OfMeasuring * rho, rounds), epsilon = Math.Sqrt(8 * (1 - OfMeasuring) * rho / rounds);
        var measured = counts.Columns.ToList();
        var sets = new List<int[]>();
        TreeDistribution fitted = Fitted(TreeDistribution.Uniform(counts.Sizes), Steps);
        double[] weights = [.. counts.Cliques.Select(clique => Weight(clique, counts.Cliques))];
        for (int round = 0; round < Measurements; round++)
        {
            double cost = Cost(sigma, epsilon);
            bool last = noisy.IsPrivate && (rho - spent < 2 * cost || round == Measurements - 1);
            if (last) (sigma, epsilon) = Rest(rho - spent);
            spent += last ? rho - spent : noisy.IsPrivate ? cost : 0;
            double allowed = noisy.IsPrivate ? Math.Min(1, spent / rho) * Size : Size;
            double most = Math.Max(allowed, fitted.Tree.CellCount);
            int[] free = [.. Enumerable.Range(0, counts.Cliques.Count).Where(i => SizeWith(counts, sets, i) <= most)];
            if (free.Length == 0)
            {
                if (last || !noisy.IsPrivate) break;
                continue;
            }
            int next = free[noisy.Choose([.. free.Select(i => Score(counts, fitted, i, noisy.IsPrivate ? sigma : 0) * weights[i])],
                epsilon, free.Max(i => weights[i]))];
            Factor clique = counts.Cliques[next];
            int[] attributes = clique.Attributes.ToArray();
            measured.Add(noisy.Measure(clique, sigma));
            if (!sets.Exists(set => set.SequenceEqual(attributes))) sets.Add(attributes);
            Factor before = fitted.Marginal(attributes);
            fitted = Fitted(fitted, last ? LastSteps : Steps);
            double moved = fitted.Marginal(attributes).DistanceTo(before) * counts.Total;
            if (last) break;
            if (!noisy.IsPrivate && moved < 1e-3 * counts.Total) break;
            if (noisy.IsPrivate && moved <= sigma * _meanAbsolute * clique.Values.Length) (sigma, epsilon) = (sigma / 2, epsilon * 2);
        }
        return Fitted(fitted, LastSteps);

        TreeDistribution Fitted(TreeDistribution start, int steps) =>
            MirrorDescent.Fit(start, measured, JunctionTree.Over(counts.Sizes, sets), counts.Total, steps);
    }

    private static double Cost(double sigma, double epsilon) => 1 / (2 * sigma * sigma) + epsilon * epsilon / 8;

    /// <summary>The noise that uses up what is left.</summary>
    private static (double Sigma, double Epsilon) Rest(double rho) =>
        (Math.Sqrt(1 / (2 * OfMeasuring * rho)), Math.Sqrt(8 * (1 - OfMeasuring) * rho));

    /// <summary>How much a clique shares with all that is asked.</summary>
    private static double Weight(Factor clique, IReadOnlyList<Factor> asked) =>
        asked.Sum(other => other.Attributes.ToArray().Count(a => clique.Attributes.Contains(a)));

    private static double Score(MarginalCounts counts, TreeDistribution fitted, int place, double sigma)
    {
        Factor clique = counts.Cliques[place];
        Factor said = fitted.Marginal(clique.Attributes.ToArray()).Scaled(counts.Total);
        return clique.DistanceTo(said) - _meanAbsolute * sigma * clique.Values.Length;
    }

    private static long SizeWith(MarginalCounts counts, List<int[]> sets, int place) =>
        JunctionTree.Over(counts.Sizes, sets.Append(counts.Cliques[place].Attributes.ToArray())).CellCount;
}
