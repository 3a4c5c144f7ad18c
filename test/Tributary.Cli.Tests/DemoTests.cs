using System.Text.Json.Nodes;
using Tributary.Tests;

namespace Tributary.Cli.Tests;

/// <summary>The first command of the README, and what its models are good for afterwards.</summary>
public sealed class DemoTests : IClassFixture<DemoTests.Demo>
{
    private readonly Demo _demo;

    public DemoTests(Demo demo) => _demo = demo;

    [Fact]
    public void Succeeds_and_prints_each_site_alone_beside_federated_beside_pooled()
    {
        Assert.Equal(0, _demo.Run.ExitCode);
        Assert.Empty(_demo.Run.Errors);
        foreach (string row in (string[])["each site alone", "federated", "pooled", "recognised as the class asked for", "distance to the nearest training image"])
            Assert.Contains(row, _demo.Run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_a_report_with_generated_digits()
    {
        string page = File.ReadAllText(_demo.File("report.html"));
        Assert.Contains("data:image/png;base64,", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org/", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void At_least_nine_of_ten_generated_digits_are_recognised_as_what_was_asked_for()
    {
        JsonNode summary = JsonNode.Parse(File.ReadAllText(_demo.File("summary.json")))!;
        JsonNode recognised = summary["samples"]![0]!["measurements"]!.AsArray().Single(m => m!["name"]!.GetValue<string>().StartsWith("recognised", StringComparison.Ordinal))!;
        Assert.InRange(recognised["value"]!.GetValue<double>(), 0.9, 1);
    }

    [Fact]
    public void The_federated_classifier_is_close_to_the_pooled_one()
    {
        JsonArray rows = JsonNode.Parse(File.ReadAllText(_demo.File("summary.json")))!["comparison"]!.AsArray();
        double Accuracy(string label) => rows.Single(row => row!["label"]!.GetValue<string>() == label)!["metrics"]!["accuracy"]!.GetValue<double>();
        Assert.InRange(Accuracy("federated"), 0.9, 1);
        Assert.InRange(Accuracy("pooled"), 0.95, 1);
    }

    [Fact]
    public void Five_sites_differ_in_size()
    {
        JsonArray sites = JsonNode.Parse(File.ReadAllText(_demo.File("summary.json")))!["sites"]!.AsArray();
        Assert.Equal(5, sites.Count);
        Assert.True(sites.Select(site => site!["trainExamples"]!.GetValue<int>()).Distinct().Count() > 1);
    }

    [Fact]
    public async Task The_generator_draws_a_png_of_one_class()
    {
        string png = _demo.File("threes.png");
        CommandRun run = await CommandRun.StartAsync("generate", _demo.File("generator/model.safetensors"), "--count", "6", "--class", "3", "--out", png);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(png)[..4]);
    }

    [Fact]
    public async Task A_class_that_the_generator_does_not_know_is_refused()
    {
        CommandRun run = await CommandRun.StartAsync("generate", _demo.File("generator/model.safetensors"), "--class", "horse");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("no class 'horse'", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_classifier_does_not_generate()
    {
        CommandRun run = await CommandRun.StartAsync("generate", _demo.File("classifier/model.safetensors"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("predicts and does not generate", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_measures_the_classifier_on_the_data_it_was_trained_on()
    {
        CommandRun run = await CommandRun.StartAsync("evaluate", _demo.File("classifier/model.safetensors"), "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.InRange(JsonNode.Parse(run.Output)!["accuracy"]!.GetValue<double>(), 0.9, 1);
    }

    [Fact]
    public async Task Evaluate_refuses_data_of_another_kind()
    {
        CommandRun run = await CommandRun.StartAsync("evaluate", _demo.File("classifier/model.safetensors"), "--on", "breast-cancer");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("TRB0701", run.Errors, StringComparison.Ordinal);
    }

    public sealed class Demo : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        internal CommandRun Run { get; private set; } = null!;

        public string File(string name) => Path.Combine(_folder.Path, "demo", name);

        public async ValueTask InitializeAsync() => Run = await CommandRun.StartAsync("demo", "--out", Path.Combine(_folder.Path, "demo"));

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return default;
        }
    }
}
