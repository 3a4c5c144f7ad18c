using Tributary.Core;

namespace Tributary.Simulation.Tests;

/// <summary>Whole runs with commitments: the model has the bits of the run without, and what would undo a promise is refused.</summary>
public sealed class CommitmentTests
{
    private const string Noise = """{ "use": "noise", "multiplier": 1, "at": "distributed", "mechanism": "skellam", "survivors": 5 }""";

    [Theory]
    [InlineData("")]
    [InlineData(""", { "use": "plain-sum", "groupSize": 5 }""")]
    [InlineData(""", { "use": "secagg", "threshold": 6 }""")]
    public async Task The_model_has_the_bits_of_one_without_whoever_leaves(string sum)
    {
        SimulationResult with = await RunAsync(""", { "use": "commit" }""" + sum), without = await RunAsync(sum);
        Assert.Equal(RunOutcome.Completed, with.Report.Outcome);
        Assert.Equal(without.Model.Parameters.Values.ToArray(), with.Model.Parameters.Values.ToArray());
        Assert.Equal(without.Report.Rounds.Select(round => round.Received), with.Report.Rounds.Select(round => round.Received));

        static Task<SimulationResult> RunAsync(string stages) => Jobs.RunAsync(Jobs.Digits($$"""
            {
              "rounds": 3, "partition": { "use": "iid", "clients": 20 }, "simulation": { "dropout": 0.15 }, "seed": 5,
              "stages": [{ "use": "clip", "norm": 2 }, { "use": "quantize", "bits": 12 } {{stages}}]
            }
            """), 2);
    }

    [Fact]
    public void Noise_that_the_published_sum_would_lack_or_that_no_commitment_holds_is_refused()
    {
        const string Quantize = """{ "use": "clip", "norm": 0.5 }, { "use": "quantize", "bits": 16 }""";
        Refuses($$"""[{{Quantize}}, { "use": "commit" }, { "use": "noise", "multiplier": 1 }]""", "the sum would show what the noise hides");
        Refuses($$"""[{{Quantize}}, { "use": "noise", "multiplier": 1 }, { "use": "commit" }]""", "the sum would show what the noise hides");
        Refuses($$"""[{{Quantize}}, { "use": "commit" }, {{Noise}}, { "use": "plain-sum" }]""", "Move 'noise' before 'commit'.");
        Assert.Empty(Problems($$"""[{{Quantize}}, {{Noise}}, { "use": "commit" }, { "use": "plain-sum" }]"""));

        static void Refuses(string stages, string words)
        {
            Problem problem = Assert.Single(Problems(stages));
            Assert.Equal(ProblemCodes.NoiseBesideEvidence, problem.Code);
            Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        }

        static IReadOnlyCollection<Problem> Problems(string stages) => [.. Jobs.Problems(Jobs.Digits($$"""
            {
              "partition": { "use": "iid", "clients": 20 }, "model": { "use": "logistic" }, "weighting": "uniform",
              "privacy": { "delta": 1e-4 }, "stages": {{stages}}
            }
            """))];
    }
}
