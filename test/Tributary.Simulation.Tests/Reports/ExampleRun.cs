using Tributary.Core;

namespace Tributary.Simulation.Tests;

/// <summary>A run made up for the tests of reports: five unequal hospitals' worth of digits, drop-outs and a generator.</summary>
internal static class ExampleRun
{
    private static readonly (string Name, int Train, double Alone, double Federated, double Pooled)[] _sites =
    [
        ("Aarhus", 412, 0.913, 0.962, 0.971),
        ("Bologna", 250, 0.871, 0.952, 0.952),
        ("Córdoba & Söhne", 164, 0.854, 0.976, 0.976),
        ("Dunedin", 96, 0.958, 0.917, 0.958),
        ("Évora", 515, 0.944, 0.969, 0.977),
    ];

    public static RunReport Of(int rounds) => new()
    {
        Job = "digits",
        Description = "Five sites with unequal shares of the UCI digits train one classifier and one generator without moving a single image.",
        Command = "tributary simulate samples/digits.json --seed 7",
        JobText = "{\n  // Five sites, label-skewed.\n  \"name\": \"digits\",\n  \"model\": { \"use\": \"mlp\", \"hidden\": [ 64 ] },\n  \"rounds\": " + rounds + "\n}",
        Seed = 7,
        StartedAt = new DateTimeOffset(2026, 3, 14, 9, 26, 53, TimeSpan.Zero),
        Model = new ModelSummary("MLP 64-64-10", 4810, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        Strategy = "FedAvg: the sites' updates averaged by their examples, half of the sites a round",
        Stages = ["clip to norm 1", "quantize to 16 bits"],
        Metric = MetricDescription.Accuracy,
        Rounds = [.. Enumerable.Range(1, rounds).Select(Round)],
        Sites = [.. _sites.Select((site, i) => new SiteSummary
        {
            Name = site.Name,
            TrainExamples = site.Train,
            TestExamples = site.Train / 4,
            Labels = [.. Enumerable.Range(0, 10).Select(label => new LabelCount($"{label}", site.Train * ((label + 3 * i) % 10 < 4 ? 2 : 0) / 10 + label))],
            Alone = Accuracy(site.Alone),
            Federated = Accuracy(site.Federated),
            Pooled = Accuracy(site.Pooled),
        })],
        Comparison =
        [
            new ComparisonRow { Label = ComparisonRow.Alone, Metrics = Accuracy(0.642), OwnTestMetrics = Accuracy(0.911), Seconds = 1.9, Bytes = 0 },
            new ComparisonRow { Label = ComparisonRow.Federated, Metrics = Accuracy(0.961), OwnTestMetrics = Accuracy(0.961), Seconds = 6.4, Bytes = 19_240_000 },
            new ComparisonRow { Label = ComparisonRow.Pooled, Metrics = Accuracy(0.969), OwnTestMetrics = Accuracy(0.969), Seconds = 3.1, Bytes = 1_437 * 64 },
        ],
        Samples =
        [
            new SampleSet
            {
                Title = "Digits drawn by the federated generator",
                Note = "Flow matching, 40 Euler steps, guidance 2.",
                Images = [new SampleImage(PngWriter.Encode(Digits()), "Ten of each digit from 0 to 9, a row a digit")],
                Texts = [new SampleText("\nWhat light <through> yonder window breaks?\u0001\n", "ROMEO:"), new SampleText("JULIET:\nO, & swear not by the moon.")],
                Table = new SampleTable(["age", "sex", "trestbps"], [.. Enumerable.Range(0, 20).Select(i => (IReadOnlyList<string>)[$"{40 + i}", i % 2 == 0 ? "f" : "m", $"{110 + i}"])]),
                Measurements =
                [
                    new Measurement("recognised as the digit asked for", 0.934, IsShare: true, "By a classifier trained on real digits, which recognises 97.2 % of real test digits."),
                    new Measurement("distance to the nearest training digit", 11.42, IsShare: false, "Mean Euclidean distance; 10.91 between real test digits and theirs. Zero would be a copy."),
                ],
            },
        ],
        Totals = new RunTotals { Seconds = 6.4, BytesUp = 9_620_000, BytesDown = 9_620_000, PeakMemoryBytes = 148_000_000, Threads = 2 },
        Machine = new MachineSummary("Example CPU @ 2.50GHz", "AVX2, 16 lanes in two registers", 2, "Debian GNU/Linux 12 (bookworm)", ".NET 10.0.0"),
        Outcome = RunOutcome.Completed,
        Reason = $"All {rounds} rounds were run.",
    };

    public static Dictionary<string, double> Accuracy(double value) => new() { ["accuracy"] = value };

    private static RoundSummary Round(int round) => new()
    {
        Round = round,
        Question = "train",
        Seconds = 0.16 + 0.01 * (round % 5),
        BytesUp = 96_200,
        BytesDown = 96_200,
        TrainLoss = 2.3 / (1 + 0.25 * round) + 0.2 * Wobble(round) / (3 + round),
        Metrics = Accuracy(0.964 - 0.7 / (1 + 0.05 * round * round) + 0.06 * Wobble(round * 7) / (4 + round)),
        Invited = 5,
        Received = round % 9 == 0 ? 4 : 5,
        Dropped = round % 9 == 0 ? new Dictionary<DropReason, int> { [DropReason.Unavailable] = 1 } : [],
    };

    /// <summary>A number between -1 and 1 that jumps about, the same one each time.</summary>
    private static double Wobble(int round) => round * 7919 % 101 / 50.0 - 1;

    private static Raster Digits() => ImageGrid.Arrange(
        [.. Enumerable.Range(0, 100).Select(i => new Raster(8, 8, 1, [.. Enumerable.Range(0, 64).Select(p => (byte)(255 - 25 * Math.Abs(p % 8 - p / 8 + i / 10 - 5) % 256))]))],
        columns: 10, scale: 4, gap: 2);
}
