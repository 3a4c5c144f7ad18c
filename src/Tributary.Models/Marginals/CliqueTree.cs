using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Exact sums on a junction tree: from a weight for every cell to marginals that agree.</summary>
/// <remarks>Jensen, Lauritzen, Olesen: Bayesian updating in causal probabilistic networks by local computations, 1990.</remarks>
internal sealed class CliqueTree
{
    private readonly JunctionTree _tree;
    private readonly int[][] _own, _parents; // cells of a separator, by cell of its clique and by cell of the parent
    private readonly double[][] _messages, _answers;

    /// <summary>Sums on this tree.</summary>
    public CliqueTree(JunctionTree tree)
    {
        _tree = tree;
        _own = [.. tree.Cliques.Select((clique, i) => Cells.Projection(clique, tree.Separators[i], tree.Sizes))];
        _parents = [.. tree.Parents.Select((parent, i) =>
            parent < 0 ? [] : Cells.Projection(tree.Cliques[parent], tree.Separators[i], tree.Sizes))];
        _messages = [.. tree.Separators.Select(separator => new double[Cells.Count(separator, tree.Sizes)])];
        _answers = [.. _messages.Select(message => new double[message.Length])];
    }

    /// <summary>The marginals of the distribution proportional to the product of the cliques' exponentials.</summary>
    /// <param name="logs">A number a cell of every clique.</param>
    /// <param name="beliefs">Takes the marginals; as long.</param>
    public void Calibrate(double[][] logs, double[][] beliefs)
    {
        for (int i = 0; i < logs.Length; i++)
        {
            double most = double.NegativeInfinity;
            foreach (double value in logs[i]) most = Math.Max(most, value);
            for (int cell = 0; cell < logs[i].Length; cell++) beliefs[i][cell] = Elementary.Exp(logs[i][cell] - most);
        }
        Agree(beliefs);
    }

    /// <summary>Makes marginals of weights that are multiplied; they are changed in place.</summary>
    public void Agree(double[][] weights)
    {
        for (int i = weights.Length - 1; i > 0; i--)
        {
            double[] message = _messages[i];
            Sum(weights[i], _own[i], message);
            double most = 0;
            foreach (double value in message) most = Math.Max(most, value);
            double[] parent = weights[_tree.Parents[i]];
            int[] map = _parents[i];
            for (int cell = 0; cell < parent.Length; cell++) parent[cell] *= message[map[cell]] / most;
        }
        Normalize(weights[0]);
        for (int i = 1; i < weights.Length; i++)
        {
            double[] message = _messages[i], answer = _answers[i], own = weights[i];
            Sum(weights[_tree.Parents[i]], _parents[i], answer);
            for (int cell = 0; cell < answer.Length; cell++) answer[cell] = message[cell] > 0 ? answer[cell] / message[cell] : 0;
            int[] map = _own[i];
            for (int cell = 0; cell < own.Length; cell++) own[cell] *= answer[map[cell]];
            Normalize(own);
        }
    }

    private static void Sum(double[] values, int[] map, double[] sums)
    {
        Array.Clear(sums);
        for (int cell = 0; cell < values.Length; cell++) sums[map[cell]] += values[cell];
    }

    private static void Normalize(double[] values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        if (!(sum > 0)) return;
        for (int cell = 0; cell < values.Length; cell++) values[cell] /= sum;
    }
}
