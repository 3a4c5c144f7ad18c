using System.Text.Json.Nodes;
using Tributary.Simulation;

namespace Tributary.Cli;

/// <summary>
/// Four hospitals, 20 random splits: FedAvg as FLamby runs it, and adaptive server optimizers at the rate with the least training loss.
/// </summary>
internal static class HeartSplits
{
    private const int Splits = 20;
    private static readonly double[] _serverRates = [0.003, 0.01, 0.03, 0.1];
    private static readonly double[] _clientRates = [0.001, 0.003, 0.01, 0.03];
    private static readonly string[] _adaptive = ["fed-adam", "fed-yogi", "fed-adagrad"];

    /// <summary>Runs every strategy over its grid and all splits.</summary>
    public static async Task<IReadOnlyList<JsonObject>> RunAsync(
        JobLoader loader, int threads, Action<string> tell, CancellationToken cancellation)
    {
        string text = JobText.Sample("heart");
        Case published = await RunAsync(loader, "fed-avg, client rate 0.001", text, threads, cancellation);
        var results = new List<JsonObject> { Describe(published, tell) };
        results.Add(await BestAsync("fed-avg", _clientRates, rate => JobText.With(text, "local.optimizer.learningRate", rate)));
        foreach (string strategy in _adaptive)
            results.Add(await BestAsync(strategy, _serverRates, rate =>
                JobText.With(text, "strategy", new JsonObject { ["use"] = strategy, ["learningRate"] = rate })));
        return results;

        async Task<JsonObject> BestAsync(string name, double[] rates, Func<double, string> job)
        {
            var cases = new List<Case>();
            foreach (double rate in rates)
                cases.Add(await RunAsync(
                    loader, $"{name}, rate {rate} of the grid {string.Join(", ", rates)}", job(rate), threads, cancellation));
            return Describe(cases.MinBy(c => c.TrainingLoss)!, tell);
        }
    }

    private static async Task<Case> RunAsync(JobLoader loader, string name, string text, int threads, CancellationToken cancellation)
    {
        var reports = new List<RunReport>();
        for (ulong seed = 1; seed <= Splits; seed++) reports.Add(await LearningRun.RunAsync(loader, text, seed, threads, cancellation));
        return new Case(name, reports.Average(report => report.Rounds[^1].TrainLoss!.Value), reports);
    }

    private static JsonObject Describe(Case run, Action<string> tell)
    {
        double[] federated = Accuracies(run, ComparisonRow.Federated), pooled = Accuracies(run, ComparisonRow.Pooled),
            alone = Accuracies(run, ComparisonRow.Alone);
        double aloneOwn =
            run.Reports.Average(report => report.Comparison.Single(row => row.Label == ComparisonRow.Alone).OwnTestMetrics!["accuracy"]);
        tell($"{run.Name}: federated {federated.Average():0.000}, pooled {pooled.Average():0.000}, "
            + $"alone on everybody's test {alone.Average():0.000}, alone on its own test {aloneOwn:0.000}; "
            + $"training loss {run.TrainingLoss:0.0000}");
        return new JsonObject
        {
            ["case"] = run.Name,
            ["splits"] = Splits,
            ["federated"] = federated.Average(),
            ["pooled"] = pooled.Average(),
            ["alone"] = alone.Average(),
            ["aloneOwnTest"] = aloneOwn,
            ["trainingLoss"] = run.TrainingLoss,
        };
    }

    private static double[] Accuracies(Case run, string row) =>
        [.. run.Reports.Select(report => report.Comparison.Single(r => r.Label == row).Metrics["accuracy"])];

    private sealed record Case(string Name, double TrainingLoss, IReadOnlyList<RunReport> Reports);
}
