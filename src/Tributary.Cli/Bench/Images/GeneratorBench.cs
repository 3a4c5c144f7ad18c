using System.Diagnostics;
using System.Text.Json.Nodes;
using Tributary.Models;
using Tributary.Simulation;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Cli;

/// <summary>
/// A generator of pictures trained in one place, by five sites with different shares of the classes, and by the same sites with updates of
/// eight bits: equal pictures seen, equal steps, one classifier that judges all, the same noise to draw from.
/// </summary>
/// <param name="loader">Where data is.</param>
/// <param name="set">The data set.</param>
/// <param name="rounds">Rounds of training.</param>
/// <param name="steps">Steps of a site in each round.</param>
/// <param name="pictures">How many pictures are drawn of each generator.</param>
/// <param name="guidance">How far their drawing is guided.</param>
/// <param name="threads">How many threads may work.</param>
/// <param name="report">Takes what comes out.</param>
internal sealed class GeneratorBench(
    JobLoader loader, string set, int rounds, int steps, int pictures, double guidance, int threads, BenchReport report)
{
    private const int Sites = 5, Batch = 32;
    private const double AveragedSteps = 100; // what is drawn from follows the model by about so many steps

    // Averages of sites that disagree are shorter than their steps; the server's momentum makes up for that.
    private const string Strategy = """{ "use": "diloco", "learningRate": 1, "momentum": 0.5 }""";

    private readonly FlowSampler _sampler = new() { Steps = 8, Method = SamplingMethod.Midpoint, Guidance = guidance };

    /// <summary>What can be measured.</summary>
    public static IReadOnlyList<string> Cases { get; } = ["central", "federated", "int8"];

    /// <summary>Measures every case with every seed.</summary>
    public async Task RunAsync(IReadOnlyList<ulong> seeds, IReadOnlyList<string> cases, CancellationToken cancellation)
    {
        Federation federation = loader.Plan(Text("central")).Federation;
        (var training, var test) = ((LabelledData)federation.Pooled, (LabelledData)federation.Test);
        var classifier = ImageClassifier.Train(training, new RandomStream(1).Derive("judge"), threads);
        double accuracy = classifier.Accuracy(test);
        report.Note($"{set}, {rounds} rounds of {steps} steps; central has one site and batches of {Sites * Batch}, the others "
            + $"{Sites} sites, Dirichlet 0.5, batches of {Batch}, and a server with Nesterov momentum 0.5. {pictures:N0} pictures, "
            + "as many of each class, "
            + $"{_sampler.Steps} midpoint steps, guidance {_sampler.Guidance}. FID-C and KID-C to {test.Count:N0} test pictures by "
            + $"classifier {classifier.Digest}, right on {accuracy:P2} of them.");
        report.Note($"As many real training pictures have FID-C {Floor(classifier, training, test):0.000}.");
        foreach (ulong seed in seeds)
        {
            var found = new Dictionary<string, double>();
            foreach (string one in Cases.Where(one => cases.Count == 0 || cases.Contains(one)))
                found[one] = await MeasureAsync(one, seed, classifier, test, cancellation);
            Compare(seed, found, "federated", "central");
            Compare(seed, found, "int8", "federated");
        }
    }

    private async Task<double> MeasureAsync(
        string name, ulong seed, ImageClassifier classifier, LabelledData test, CancellationToken cancellation)
    {
        PlannedJob job = loader.Plan(Text(name), seed);
        SimulationResult trained = await new Simulator(job, new SimulationSettings { Threads = threads, DrawsSamples = false })
            .RunAsync(cancellation);
        long began = Stopwatch.GetTimestamp();
        var random = new RandomStream(seed);
        int[] classes = [.. Enumerable.Range(0, pictures).Select(i => i % test.ClassCount)];
        float[][] images = GeneratedImages.Draw(
            new Pool<Model>(job.Model.BuildForEvaluation), trained.Model.Parameters, _sampler, classes, random.Derive("pictures"), threads,
            cancellation);
        double sampling = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var quality = ImageQuality.Measure(classifier, test, images, classes, threads);
        double useful = ImageQuality.TrainOnGenerated(images, classes, test, random.Derive("train on generated"), threads);
        RunTotals totals = trained.Report.Totals;
        report.Add(
            new JsonObject
            {
                ["case"] = $"{name} {seed}",
                ["seed"] = seed,
                ["frechetDistance"] = quality.Frechet,
                ["kernelDistance"] = quality.Kernel,
                ["precision"] = quality.Manifolds.Precision,
                ["recall"] = quality.Manifolds.Recall,
                ["recognised"] = quality.Recognised,
                ["accuracyOnGenerated"] = useful,
                ["loss"] = trained.Report.Rounds[^1].Metrics["loss"],
                ["bytesUp"] = totals.BytesUp,
                ["bytesDown"] = totals.BytesDown,
                ["trainingSeconds"] = totals.Seconds,
                ["samplingSeconds"] = sampling,
            },
            $"seed {seed}, {name}: FID-C {quality.Frechet:0.000}, KID-C {quality.Kernel:0.00000}, "
            + $"precision {quality.Manifolds.Precision:P1}, recall {quality.Manifolds.Recall:P1}, recognised {quality.Recognised:P1}, "
            + $"train on generated {useful:P2}; {totals.BytesUp / 1e6:0.0} MB up, {totals.BytesDown / 1e6:0.0} MB down; "
            + $"trained in {totals.Seconds:0} s, drawn in {sampling:0} s");
        return quality.Frechet;
    }

    private void Compare(ulong seed, Dictionary<string, double> found, string one, string other)
    {
        if (!found.TryGetValue(one, out double above) || !found.TryGetValue(other, out double below)) return;
        report.Add(new JsonObject { ["case"] = $"{one} over {other} {seed}", ["seed"] = seed, ["ratio"] = above / below },
            $"seed {seed}: FID-C of {one} over {other} {above / below:0.000}");
    }

    /// <summary>What as many real pictures come to: no generator is expected below it.</summary>
    private double Floor(ImageClassifier classifier, LabelledData training, LabelledData test)
    {
        int count = Math.Min(pictures, training.Count);
        int[] places = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * training.Count / count))];
        return FrechetDistance.Between(classifier.Look(test).Features, classifier.Look(training.Select(places)).Features);
    }

    private string Text(string name)
    {
        (string Path, JsonNode Value)[] changes =
        [
            ("name", $"bench-{name}"),
            ("data", new JsonObject { ["use"] = set }),
            ("model", JsonNode.Parse("""{ "use": "flow", "patch": 4, "layers": 3, "heads": 4, "width": 64 }""")!),
            ("model.average", Math.Max(0, 1 - steps / AveragedSteps)),
            ("rounds", rounds),
            ("local.steps", steps),
            ("local.schedule.steps", rounds),
            ("local.keepOptimizer", true),
            ("evaluate.every", rounds),
            ("local.batchSize", name == "central" ? Sites * Batch : Batch),
            .. name == "central" ? [] : new[] { ("strategy", JsonNode.Parse(Strategy)!) },
            .. name != "central" ? [] : new[] { ("partition", JsonNode.Parse("""{ "use": "iid", "clients": 1 }""")!) },
            .. name != "int8" ? [] : new[] { ("stages", JsonNode.Parse("""[{ "use": "quantize", "bits": 8, "scale": "block" }]""")!) },
        ];
        return changes.Aggregate(JobText.Sample("fashion-flow"), (text, change) => JobText.With(text, change.Path, change.Value));
    }
}
