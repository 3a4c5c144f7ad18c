using System.Text.Json.Nodes;
using Tributary.Simulation;

namespace Tributary.Cli;

/// <summary>Four hospitals that hide every patient, at three budgets and over random splits.</summary>
internal static class PrivateHospitals
{
    private const int Splits = 10;

    /// <summary>Budgets, the rates that suit them, and what is to be reached.</summary>
    private static readonly (double Epsilon, double Rate, double Target)[] _cases = [(5, 1, 0.700), (1, 0.5, 0.702), (0.1, 0.1, 0.629)];

    /// <summary>Trains at each budget over all splits.</summary>
    public static async Task<IReadOnlyList<JsonObject>> RunAsync(
        JobLoader loader, int threads, Action<string> tell, CancellationToken cancellation)
    {
        var results = new List<JsonObject>();
        foreach ((double epsilon, double rate, double target) in _cases)
        {
            string text = JobText.With(JobText.With(JobText.Sample("heart-private"), "local.privacy.epsilon", epsilon),
                "local.optimizer.learningRate", rate);
            text = JobText.With(text, "compare", new JsonArray());
            var accuracies = new List<double>();
            double spent = 0;
            for (ulong seed = 1; seed <= Splits; seed++)
            {
                RunReport report = await LearningRun.RunAsync(loader, text, seed, threads, cancellation);
                accuracies.Add(report.Rounds[^1].Metrics["accuracy"]);
                spent = Math.Max(spent, report.Examples!.Epsilon);
            }
            Spread spread = Spread.Of(accuracies);
            tell($"epsilon {spent:0.0000} at delta 1e-3 (PLD): accuracy {accuracies.Average():0.000} over {Splits} splits, "
                + $"least {spread.Min:0.000}; to reach {target:0.000}");
            results.Add(new JsonObject
            {
                ["epsilon"] = spent,
                ["accuracy"] = accuracies.Average(),
                ["least"] = spread.Min,
                ["splits"] = Splits,
                ["target"] = target,
            });
        }
        return results;
    }
}
