using Tributary.Tests;

namespace Tributary.Simulation.Tests;

public sealed class DeterminismTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Job(string name, int seed) => name switch
    {
        "classifier" => Jobs.Digits($$"""
            {
              "seed": {{seed}}, "rounds": 4,
              "partition": { "use": "dirichlet", "clients": 12, "alpha": 0.5, "minimumSize": 5 },
              "selector": { "use": "uniform", "count": 6 },
              "pacing": { "use": "count", "count": 5, "overSelection": 1.5 },
              "stages": [{ "use": "clip", "norm": 2 }, { "use": "quantize", "bits": 10 }],
              "compare": ["local", "pooled"],
              "simulation": { "dropout": 0.2, "speed": { "use": "log-normal", "sigma": 1 } }
            }
            """),
        "generator" => Jobs.Digits($$"""
            {
              "seed": {{seed}}, "model": { "use": "flow", "patch": 4, "layers": 1, "heads": 2, "width": 16 },
              "local": { "steps": 2, "batchSize": 16, "optimizer": { "use": "adamw", "learningRate": 0.003 } }
            }
            """),
        _ => Jobs.Digits($$"""
            {
              "seed": {{seed}}, "data": { "use": "text", "path": "{{Text()}}", "by": "speaker" }, "partition": { "use": "by-speaker" },
              "model": { "use": "gpt", "layers": 1, "heads": 2, "width": 16, "context": 8, "dropout": 0.1 },
              "local": { "steps": 3, "batchSize": 4, "optimizer": { "use": "adamw", "learningRate": 0.003 } },
              "stages": [{ "use": "top-k", "fraction": 0.2 }, { "use": "zip" }]
            }
            """),
    };

    /// <summary>Steps so large that threads share them.</summary>
    private string WideJob(string name, string selector) => name switch
    {
        "classifier" => Jobs.Digits($$"""
            {
              "partition": { "use": "iid", "clients": 5 }, "selector": {{selector}},
              "model": { "use": "mlp", "hidden": [256] },
              "local": { "batchSize": 128, "optimizer": { "use": "sgd", "learningRate": 0.1, "momentum": 0.5 } },
              "compare": ["local", "pooled"]
            }
            """),
        _ => Jobs.Digits($$"""
            {
              "data": { "use": "text", "path": "{{Text()}}", "by": "speaker" }, "partition": { "use": "by-speaker" },
              "selector": {{selector}},
              "model": { "use": "gpt", "layers": 1, "heads": 2, "width": 64, "context": 32, "dropout": 0.1 },
              "local": { "steps": 3, "batchSize": 8, "optimizer": { "use": "adamw", "learningRate": 0.003 } },
              "compare": ["pooled"]
            }
            """),
    };

    /// <summary>A play of three speakers.</summary>
    private string Text()
    {
        string[] speakers = ["ANNA", "BEN", "CARA"];
        string play = string.Concat(Enumerable.Range(0, 40).Select(i => $"{speakers[i % 3]}:\nSpeech number {i * i}, said in due course.\n\n"));
        return _folder.Write("play.txt", play).Replace('\\', '/');
    }

    /// <summary>The model's file, and every figure of the report that a machine's speed does not decide.</summary>
    private Task<(byte[] Model, string Figures)> RunAsync(string name, int threads, int seed = 1) => RunJobAsync(Job(name, seed), threads);

    private async Task<(byte[] Model, string Figures)> RunJobAsync(string job, int threads)
    {
        SimulationResult result = await Jobs.RunAsync(job, threads);
        string path = Path.Combine(_folder.Path, "model.safetensors");
        result.Model.Write(path);
        IEnumerable<string> rounds = result.Report.Rounds.Select(round =>
            $"{round.TrainLoss:R} {Text(round.Metrics)} {round.BytesUp} {round.BytesDown} {round.VirtualSeconds:R} {round.Received} " +
            string.Join(",", round.Dropped.OrderBy(pair => pair.Key)));
        IEnumerable<string> comparison = result.Report.Comparison.Select(row => $"{row.Label} {Text(row.Metrics)} {row.Bytes}");
        IEnumerable<string> samples = result.Report.Samples.SelectMany(set =>
            set.Texts.Select(text => text.Text)
                .Concat(set.Images.Select(image => Convert.ToBase64String(image.Png)))
                .Concat(set.Measurements.Select(measured => $"{measured.Value:R}")));
        return (File.ReadAllBytes(path), string.Join('\n', rounds.Concat(comparison).Concat(samples)));

        static string Text(IReadOnlyDictionary<string, double> metrics) =>
            string.Join(" ", metrics.Select(metric => $"{metric.Key} {metric.Value:R}"));
    }

    [Theory]
    [InlineData("classifier")]
    [InlineData("generator")]
    [InlineData("language model")]
    public async Task The_same_job_and_seed_give_the_same_bits_for_any_number_of_threads(string name)
    {
        (byte[] model, string figures) = await RunAsync(name, threads: 1);
        foreach (int threads in new[] { 1, 2, 3, 8 })
        {
            (byte[] again, string sameFigures) = await RunAsync(name, threads);
            Assert.Equal(figures, sameFigures);
            Assert.Equal(model, again);
        }
    }

    [Theory]
    [InlineData("classifier", """{ "use": "uniform", "count": 1 }""")]
    [InlineData("classifier", """{ "use": "uniform", "count": 2 }""")]
    [InlineData("classifier", """{ "use": "all" }""")]
    [InlineData("language model", """{ "use": "uniform", "count": 1 }""")]
    [InlineData("language model", """{ "use": "all" }""")]
    public async Task Threads_that_share_a_clients_steps_change_no_bit(string name, string selector)
    {
        string job = WideJob(name, selector);
        (byte[] model, string figures) = await RunJobAsync(job, threads: 1);
        foreach (int threads in new[] { 2, 3, 8 })
        {
            (byte[] again, string sameFigures) = await RunJobAsync(job, threads);
            Assert.Equal(figures, sameFigures);
            Assert.Equal(model, again);
        }
    }

    [Theory]
    [InlineData(1, 10, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(8, 1, 8)]
    [InlineData(8, 2, 4)]
    [InlineData(8, 3, 2)]
    [InlineData(8, 5, 1)]
    [InlineData(8, 100, 1)]
    [InlineData(3, 0, 3)]
    public void Clients_at_work_times_threads_of_each_never_exceed_the_threads(int threads, int clients, int each)
    {
        var workers = new Workers(Jobs.Plan(Jobs.Digits()), threads);
        Assert.Equal(each, workers.Each(clients));
        Assert.True(Math.Min(clients, threads) * workers.Each(clients) <= threads);
    }

    [Theory]
    [InlineData("classifier")]
    [InlineData("generator")]
    [InlineData("language model")]
    public async Task Another_seed_gives_another_model(string name) =>
        Assert.NotEqual((await RunAsync(name, threads: 2)).Model, (await RunAsync(name, threads: 2, seed: 2)).Model);
}
