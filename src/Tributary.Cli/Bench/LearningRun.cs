using Tributary.Simulation;

namespace Tributary.Cli;

/// <summary>One job run for a measurement, without files.</summary>
internal static class LearningRun
{
    /// <summary>Runs a job.</summary>
    public static async Task<RunReport> RunAsync(JobLoader loader, string text, ulong seed, int threads, CancellationToken cancellation) =>
        (await new Simulator(loader.Plan(text, seed), new SimulationSettings { Threads = threads }).RunAsync(cancellation)).Report;

    /// <summary>The best value of a metric up to each round, by round; only rounds with an evaluation.</summary>
    public static IReadOnlyList<(int Round, double Best)> BestSoFar(RunReport report, string metric)
    {
        var curve = new List<(int, double)>();
        double best = double.NegativeInfinity;
        int round = 0;
        foreach (RoundSummary summary in report.Rounds.Where(summary => summary.Question == Core.TrainPhase.QuestionName))
        {
            round++;
            if (!summary.Metrics.TryGetValue(metric, out double value)) continue;
            best = Math.Max(best, value);
            curve.Add((round, best));
        }
        return curve;
    }

    /// <summary>The first round at which a best-so-far curve reaches <paramref name="target"/>, or null.</summary>
    public static int? FirstRound(IEnumerable<(int Round, double Best)> curve, double target)
    {
        foreach ((int round, double best) in curve)
            if (best >= target)
                return round;
        return null;
    }
}
