using System.Text.Json.Nodes;

namespace Tributary.Cli;

/// <summary>Rounds of FedAvg on MNIST as in McMahan et al. 2017: 10 of 100 clients with 600 images each, one epoch.</summary>
internal static class SimulationCases
{
    private const string Sample = "mnist-2nn-iid";

    /// <summary>Networks and batch sizes, in names that the peer's script understands.</summary>
    public static IReadOnlyList<string> Names { get; } = ["mlp-b10", "mlp-b32", "cnn-b10"];

    /// <summary>The job of a case, without evaluation until its last round and with nothing to compare with.</summary>
    public static string Job(string name, int rounds)
    {
        string text = JobText.With(JobText.Sample(Sample), "compare", new JsonArray());
        text = JobText.With(text, "rounds", rounds);
        text = JobText.With(text, "evaluate", new JsonObject { ["every"] = rounds });
        text = JobText.With(text, "local.batchSize", int.Parse(name[(name.IndexOf('b', StringComparison.Ordinal) + 1)..]));
        return name.StartsWith("cnn", StringComparison.Ordinal) ? JobText.With(text, "model", new JsonObject { ["use"] = "cnn" }) : text;
    }
}
