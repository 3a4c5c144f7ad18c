using System.Text.Json.Nodes;
using Tributary.Tests;

namespace Tributary.Field.Tests;

/// <summary>The measurement that goes on for hours, for one run.</summary>
public sealed class SoakTests
{
    [Fact]
    public async Task A_run_whose_processes_are_killed_at_random_makes_the_model_of_a_simulation()
    {
        using var folder = new TemporaryFolder();
        string report = await Tributary.RunAsync(folder.Path, "bench", "soak", "--minutes", "0", "--rounds", "8", "--seed", "7", "--json");
        JsonNode run = JsonNode.Parse(report)!["results"]!.AsArray().Single()!;
        Assert.True(run["equal"]!.GetValue<bool>());
        Assert.True(run["coordinatorKills"]!.GetValue<int>() > 0);
    }
}
