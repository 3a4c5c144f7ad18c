using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tributary.Tests;

namespace Tributary.Cli.Tests;

public sealed class SimulateTests : IDisposable
{
    private const string Job = """
        // a small job
        {
          "name": "small",
          "data": { "use": "digits" },
          "partition": { "use": "dirichlet", "clients": 6, "alpha": 0.5, "minimumSize": 20 },
          "model": { "use": "mlp", "hidden": [16] },
          "selector": { "use": "uniform", "count": 3 },
          "pacing": { "use": "all", "overSelection": 1.5 },
          "stages": [{ "use": "clip", "norm": 5 }, { "use": "quantize", "bits": 8 }, { "use": "zip" }],
          "rounds": 4,
          "simulation": { "dropout": 0.2, "speed": { "use": "log-normal" } },
          "compare": ["local", "pooled"]
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_same_job_and_seed_give_the_same_model_for_one_thread_and_two()
    {
        string job = Write(Job);
        string[] digests = [await DigestAsync("one", "--threads", "1"), await DigestAsync("two", "--threads", "2"), await DigestAsync("again", "--threads", "2")];
        Assert.Single(digests.Distinct());
        Assert.NotEqual(digests[0], await DigestAsync("other", "--seed", "2"));

        async Task<string> DigestAsync(string name, params string[] options)
        {
            CommandRun run = await CommandRun.StartAsync(["simulate", job, "--out", Out(name), .. options]);
            Assert.Equal("", run.Errors);
            Assert.Equal(0, run.ExitCode);
            return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(Out(name), "model.safetensors"))));
        }
    }

    [Fact]
    public async Task Says_which_rows_of_a_declared_table_are_not_used()
    {
        _folder.Write("data/t/north.csv", "x,y\n1,a\n2,b\n3,a\n?,b\n4,b\n");
        _folder.Write("data/t/south.csv", "y,x\nb,1\na,2\nb,3\na,4\n");
        string job = Write("""
            {
              "name": "declared", "partition": { "use": "by-file" }, "model": { "use": "logistic" }, "rounds": 1,
              "data": {
                "use": "table", "name": "t", "path": "t", "columns": [{ "name": "x" }], "label": { "name": "y", "values": ["a", "b"] }
              }
            }
            """);
        CommandRun run = await CommandRun.StartAsync("simulate", job, "--data", Path.Combine(_folder.Path, "data"), "--out", Out("table"));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("north: 4 of 5 rows used. Left out: 1 has no 'x' (line 5).", run.Errors.Trim());
    }

    [Fact]
    public async Task Writes_every_file_and_a_line_a_round()
    {
        CommandRun run = await CommandRun.StartAsync("simulate", Write(Job), "--out", Out("files"), "--rounds", "3");
        Assert.Equal(0, run.ExitCode);
        string[] files = [.. Directory.GetFiles(Out("files")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        Assert.Equal(5, files.Length);
        Assert.StartsWith("events.out.tfevents.", files[0], StringComparison.Ordinal);
        Assert.Equal(["metrics.jsonl", "model.safetensors", "report.html", "summary.json"], files[1..]);
        string[] lines = File.ReadAllLines(Path.Combine(Out("files"), "metrics.jsonl"));
        Assert.Equal(3, lines.Length);
        foreach (string member in (string[])["round", "trainLoss", "loss", "accuracy", "seconds", "bytesUp", "bytesDown"])
            Assert.NotNull(JsonNode.Parse(lines[0])![member]);
        JsonNode summary = JsonNode.Parse(File.ReadAllText(Path.Combine(Out("files"), "summary.json")))!;
        Assert.True(summary["totals"]!["peakMemoryBytes"]!.GetValue<long>() > 0);
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Out("files"), "model.safetensors")))),
            summary["model"]!["sha256"]!.GetValue<string>());
    }

    [Fact]
    public async Task Json_prints_exactly_one_object()
    {
        CommandRun run = await CommandRun.StartAsync("simulate", Write(Job), "--out", Out("json"), "--json");
        Assert.Equal("small", JsonNode.Parse(run.Output)!.AsObject()["job"]!.GetValue<string>());
    }

    [Fact]
    public async Task Validate_prints_what_the_planner_sees_at_each_stage()
    {
        CommandRun run = await CommandRun.StartAsync("validate", Write(Job));
        Assert.Equal(0, run.ExitCode);
        foreach (string word in (string[])["clip", "weigh", "quantize", "zip", "norm at most 5", "decoded one update at a time"])
            Assert.Contains(word, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_writes_a_schema_that_names_every_part()
    {
        CommandRun run = await CommandRun.StartAsync("validate", "--schema");
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", JsonNode.Parse(run.Output)!["$schema"]!.GetValue<string>());
        foreach (string part in (string[])["fed-yogi", "top-k", "dirichlet", "shakespeare", "slow-share", "flow"])
            Assert.Contains(part, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("simulate")]
    [InlineData("validate")]
    [InlineData("generate")]
    [InlineData("evaluate")]
    [InlineData("bench")]
    public async Task Every_command_has_help(string command)
    {
        CommandRun run = await CommandRun.StartAsync(command, "--help");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Usage:", run.Output, StringComparison.Ordinal);
    }

    private string Out(string name) => Path.Combine(_folder.Path, name);

    private string Write(string job)
    {
        string path = Path.Combine(_folder.Path, "job.json");
        File.WriteAllText(path, job);
        return path;
    }
}
