using System.Text;
using System.Text.Json.Nodes;
using Tributary.Tests;

namespace Tributary.Cli.Tests;

/// <summary>A language model that writes its training down again does not pass, and one that has learnt the language does.</summary>
public sealed class TextMemoryTests : IDisposable
{
    private static readonly string[] _words = ["river", "stone", "under", "water", "light", "carries", "never", "again", "mill", "the", "a"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_that_has_learnt_a_short_text_by_heart_does_not_pass_the_gate()
    {
        string model = await TrainAsync(words: 200, steps: 700, "\"canaries\": { \"times\": 10, \"count\": 2, \"length\": 12 }", out string job);
        CommandRun run = await CommandRun.StartAsync("evaluate", model, "--on", job, "--gate", "0.05", "--exposure", "5", "--json");
        JsonNode figures = JsonNode.Parse(run.Output)!;
        Assert.InRange((double)figures["copied"]!, 0.05, 1);
        Assert.InRange((double)figures["exposure"]!, 5, 10);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("TRB0643", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Canaries have an exposure", run.Errors, StringComparison.Ordinal);
        Assert.Contains("copied from the training", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_has_learnt_words_of_a_long_text_passes()
    {
        string model = await TrainAsync(words: 9000, steps: 150, "\"dropout\": 0", out string job);
        CommandRun run = await CommandRun.StartAsync("evaluate", model, "--on", job, "--gate", "0.05");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("copied from the training", run.Output, StringComparison.Ordinal);
        CommandRun none = await CommandRun.StartAsync("evaluate", model, "--on", job, "--exposure", "5");
        Assert.Contains("no canaries", none.Errors, StringComparison.Ordinal);
    }

    private Task<string> TrainAsync(int words, int steps, string simulation, out string job)
    {
        var text = new StringBuilder();
        uint number = 7;
        for (int i = 0; i < words; i++)
        {
            number = (number * 1664525) + 1013904223;
            text.Append(_words[(number >> 16) % _words.Length]).Append(i % 9 == 8 ? ".\n" : " ");
        }
        string path = _folder.Write($"{words}.txt", text.ToString()).Replace("\\", "/", StringComparison.Ordinal);
        job = _folder.Write($"{words}.json", $$"""
            {
              "name": "by-heart", "data": { "use": "text", "path": "{{path}}" }, "partition": { "use": "iid", "clients": 1 },
              "model": { "use": "gpt", "layers": 2, "heads": 2, "width": 64, "context": 64 }, "rounds": 1,
              "local": { "steps": {{steps}}, "batchSize": 12, "optimizer": { "use": "adamw", "learningRate": 0.003 } },
              "simulation": { {{simulation}} }
            }
            """);
        string made = job;
        return SimulateAsync();

        async Task<string> SimulateAsync()
        {
            string folder = Path.Combine(_folder.Path, $"run-{words}");
            CommandRun run = await CommandRun.StartAsync("simulate", made, "--out", folder);
            Assert.Equal((0, ""), (run.ExitCode, run.Errors));
            return Path.Combine(folder, "model.safetensors");
        }
    }
}
