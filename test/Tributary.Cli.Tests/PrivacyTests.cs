using System.Text.Json.Nodes;
using Tributary.Tests;

namespace Tributary.Cli.Tests;

/// <summary>The accountant as a calculator.</summary>
public sealed class PrivacyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Epsilon_is_told_with_its_meaning_and_as_json()
    {
        string[] arguments = ["privacy", "epsilon", "--noise-multiplier", "1", "--sampling-probability", "0.01", "--steps", "1000", "--delta", "1e-5"];
        CommandRun words = await CommandRun.StartAsync(arguments), json = await CommandRun.StartAsync([.. arguments, "--json"]);
        Assert.Equal(0, words.ExitCode);
        Assert.StartsWith("epsilon 1.828", words.Output, StringComparison.Ordinal);
        Assert.Contains("with and without one client", words.Output, StringComparison.Ordinal);
        Assert.Contains("RDP: epsilon 2.101", words.Output, StringComparison.Ordinal);
        JsonNode answer = JsonNode.Parse(json.Output)!;
        Assert.Equal(1.828, answer["epsilon"]!.GetValue<double>(), 1e-3);
        Assert.Equal("PLD", answer["accountant"]!.GetValue<string>());
        Assert.Empty(answer["warnings"]!.AsArray());
    }

    [Fact]
    public async Task Calibration_goes_both_ways()
    {
        JsonNode noise = JsonNode.Parse((await CommandRun.StartAsync("privacy", "calibrate", "--epsilon", "1", "--delta", "1e-5",
            "--sampling-probability", "0.01", "--steps", "1000", "--json")).Output)!;
        Assert.Equal(1.41464, noise["noiseMultiplier"]!.GetValue<double>(), 2e-4);
        JsonNode steps = JsonNode.Parse((await CommandRun.StartAsync("privacy", "calibrate", "--epsilon", "1", "--delta", "1e-5",
            "--sampling-probability", "0.01", "--noise-multiplier", "1.41470", "--json")).Output)!;
        Assert.InRange(steps["steps"]!.GetValue<long>(), 1000, 1001);
    }

    [Fact]
    public async Task Promises_that_are_worth_little_are_told_in_capitals()
    {
        CommandRun run = await CommandRun.StartAsync("privacy", "epsilon", "--noise-multiplier", "0.3", "--delta", "0.01", "--population", "50");
        Assert.Contains("WARNING: EPSILON ABOVE 10", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("DELTA", run.Output, StringComparison.Ordinal);
        run = await CommandRun.StartAsync("privacy", "epsilon", "--noise-multiplier", "3", "--delta", "0.01", "--population", "500");
        Assert.Contains("WARNING: DELTA IS NOT BELOW 1 / 500", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_from_a_file_is_counted()
    {
        string path = Path.Combine(_folder.Path, "event.json");
        await File.WriteAllTextAsync(path, """{ "use": "tree", "noiseMultiplier": 4, "steps": 15 }""", TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.StartAsync("privacy", "epsilon", "--event", path, "--delta", "1e-5");
        Assert.StartsWith("epsilon 1.99309", run.Output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, """{ "use": "tree", "nois": 4 }""", TestContext.Current.CancellationToken);
        run = await CommandRun.StartAsync("privacy", "epsilon", "--event", path, "--delta", "1e-5");
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error TRB0201", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TRB0201", "--noise-multiplier", "0", "--delta", "1e-5")]
    [InlineData("TRB0201", "--noise-multiplier", "1", "--sampling-probability", "1.5", "--delta", "1e-5")]
    [InlineData("TRB0204", "--noise-multiplier", "1", "--delta", "2")]
    [InlineData("TRB0202", "--noise-multiplier", "1", "--delta", "1e-5", "--sampling-probability", "0.1", "--accountant", "zcdp")]
    [InlineData("TRB0801", "--delta", "1e-5")]
    [InlineData("TRB0801", "--noise-multiplier", "1", "--delta", "1e-5", "--mechanism", "magic")]
    public async Task Bad_input_is_refused_with_a_code(string code, params string[] arguments)
    {
        CommandRun run = await CommandRun.StartAsync(["privacy", "epsilon", .. arguments]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"error {code}", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }
}
