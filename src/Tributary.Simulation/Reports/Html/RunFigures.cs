namespace Tributary.Simulation;

/// <summary>What several parts of a page read out of a run: its curves, and the values worth naming.</summary>
internal sealed class RunFigures
{
    public RunFigures(RunReport run)
    {
        var bytes = new long[run.Rounds.Count];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (i == 0 ? 0 : bytes[i - 1]) + run.Rounds[i].BytesUp + run.Rounds[i].BytesDown;
        BytesSoFar = bytes;
        Measured = [.. Enumerable.Range(0, bytes.Length).Where(i => run.Rounds[i].Metrics.ContainsKey(run.Metric.Name))];
        Trained = [.. Enumerable.Range(0, bytes.Length).Where(i => run.Rounds[i].TrainLoss is not null)];
        IEnumerable<int> comparable = Measured.Where(i => double.IsFinite(run.Rounds[i].Metrics[run.Metric.Name]));
        Best = comparable.Any()
            ? run.Metric.HigherIsBetter
                ? comparable.MaxBy(i => run.Rounds[i].Metrics[run.Metric.Name])
                : comparable.MinBy(i => run.Rounds[i].Metrics[run.Metric.Name])
            : null;
    }

    /// <summary>Bytes sent and received since the beginning, after each round.</summary>
    public IReadOnlyList<long> BytesSoFar { get; }

    /// <summary>The rounds, as indices, after which the run's metric was measured.</summary>
    public IReadOnlyList<int> Measured { get; }

    /// <summary>The rounds, as indices, that report a training loss.</summary>
    public IReadOnlyList<int> Trained { get; }

    /// <summary>The first round, as an index, with the best value of the run's metric; null when it was never measured.</summary>
    public int? Best { get; }

    /// <summary>The value of the final model on the pooled test data; null when it was never measured.</summary>
    public static double? Final(RunReport run) =>
        run.Comparison.FirstOrDefault(row => row.Label == ComparisonRow.Federated)?.Metrics.TryGetValue(
            run.Metric.Name, out double compared) == true
            ? compared
            : run.Rounds.LastOrDefault(round => round.Metrics.ContainsKey(run.Metric.Name))?.Metrics[run.Metric.Name];
}
