using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Finds the distribution on a junction tree whose marginals are closest to what was measured.</summary>
/// <remarks>
/// McKenna, Sheldon, Miklau: Graphical-model based estimation and inference for differential privacy. ICML 2019, algorithm 1 (proximal
/// estimation with entropic mirror descent) with a line search; the loss is the sum of squares over the variance.
/// </remarks>
public static class MirrorDescent
{
    private const double Least = 1e-12; // a probability below which a cell is empty: its logarithm stays finite

    /// <summary>Fits a distribution.</summary>
    /// <param name="start">Where it begins; its cliques need not be those of the result.</param>
    /// <param name="measurements">Each over attributes that some clique of <paramref name="tree"/> has.</param>
    /// <param name="tree">The cliques of the result.</param>
    /// <param name="total">The number of rows.</param>
    /// <param name="steps">The most steps.</param>
    public static TreeDistribution Fit(
        TreeDistribution start, IReadOnlyList<MarginalMeasurement> measurements, JunctionTree tree, double total, int steps)
    {
        double[][] logs = Begin(start, measurements, tree, total);
        var sums = new CliqueTree(tree);
        double[][] beliefs = Like(logs), tried = Like(logs), slopes = Like(logs), steppedTo = Like(logs);
        sums.Calibrate(logs, beliefs);
        Part[] parts = [.. measurements.Select(measured => new Part(measured, tree, total))];
        double loss = Loss(parts, beliefs, slopes), rate = 1 / (total * total);
        for (int step = 0; step < steps && loss > 1e-9; step++)
        {
            bool better = false;
            rate *= 4;
            for (int halving = 0; halving < 30 && !better; halving++, rate *= 0.5)
            {
                for (int i = 0; i < logs.Length; i++)
                    for (int cell = 0; cell < logs[i].Length; cell++) steppedTo[i][cell] = logs[i][cell] - rate * slopes[i][cell];
                sums.Calibrate(steppedTo, tried);
                double after = Loss(parts, tried, null);
                better = loss - after >= 0.5 * Gain(slopes, beliefs, tried);
            }
            if (!better) break;
            (logs, steppedTo) = (steppedTo, logs);
            (beliefs, tried) = (tried, beliefs);
            double before = loss;
            loss = Loss(parts, beliefs, slopes);
            if (before - loss < 1e-7 * before) break;
        }
        return new TreeDistribution(tree, beliefs);
    }

    /// <summary>
    /// The start's marginals on the new cliques; what was measured on a whole clique, and is no mere noise, stands for it.
    /// </summary>
    private static double[][] Begin(
        TreeDistribution start, IReadOnlyList<MarginalMeasurement> measurements, JunctionTree tree, double total)
    {
        double[][] logs = new double[tree.Cliques.Length][];
        for (int i = 0; i < logs.Length; i++)
        {
            int[] clique = tree.Cliques[i];
            MarginalMeasurement? whole = measurements.LastOrDefault(measured => measured.Counts.Attributes.SequenceEqual(clique));
            bool tells = whole is not null && whole.Sigma * whole.Counts.Values.Length < 2 * total;
            Factor known = tells ? Share(whole!) : start.Marginal(clique);
            Factor given = known.Over(known.SumOnto(tree.Separators[i]));
            logs[i] = [.. given.Values.Select(value => Elementary.Log(Math.Max(value, Least)))];
        }
        return logs;
    }

    private static Factor Share(MarginalMeasurement measured)
    {
        // Without noise an empty cell is empty; with it, nothing tells a few rows from none.
        double floor = measured.Sigma > 1 ? 0.05 * measured.Sigma : 0;
        var clipped = new Factor(measured.Counts.Attributes.ToArray(), measured.Counts.Sizes,
            [.. measured.Counts.Values.Select(value => Math.Max(value, floor))]);
        return clipped.Scaled(1 / Math.Max(1, clipped.Total));
    }

    private static double Loss(Part[] parts, double[][] beliefs, double[][]? slopes)
    {
        if (slopes is not null)
            foreach (double[] slope in slopes) Array.Clear(slope);
        double loss = 0;
        foreach (Part part in parts) loss += part.Add(beliefs[part.Clique], slopes?[part.Clique]);
        return loss;
    }

    private static double Gain(double[][] slopes, double[][] before, double[][] after)
    {
        double gain = 0;
        for (int i = 0; i < slopes.Length; i++)
            for (int cell = 0; cell < slopes[i].Length; cell++) gain += slopes[i][cell] * (before[i][cell] - after[i][cell]);
        return gain;
    }

    private static double[][] Like(double[][] arrays) => [.. arrays.Select(array => new double[array.Length])];

    /// <summary>One measurement's part of the loss, on the clique that has its attributes.</summary>
    private sealed class Part
    {
        private readonly int[] _map;
        private readonly double[] _counts, _sums;
        private readonly double _total, _weight;

        public Part(MarginalMeasurement measured, JunctionTree tree, double total)
        {
            Clique = tree.Host(measured.Counts.Attributes);
            _map = Cells.Projection(tree.Cliques[Clique], measured.Counts.Attributes, tree.Sizes);
            _counts = measured.Counts.Values;
            _sums = new double[_counts.Length];
            _total = total;
            _weight = 1 / (measured.Sigma * measured.Sigma);
        }

        public int Clique { get; }

        /// <summary>The loss; adds its derivatives by the clique's probabilities.</summary>
        public double Add(double[] belief, double[]? slope)
        {
            Array.Clear(_sums);
            for (int cell = 0; cell < belief.Length; cell++) _sums[_map[cell]] += belief[cell];
            double loss = 0;
            for (int i = 0; i < _sums.Length; i++)
            {
                double error = _sums[i] * _total - _counts[i];
                loss += 0.5 * _weight * error * error;
                _sums[i] = _weight * _total * error;
            }
            if (slope is not null)
                for (int cell = 0; cell < slope.Length; cell++) slope[cell] += _sums[_map[cell]];
            return loss;
        }
    }
}
