using System.Text.Json.Nodes;

namespace Tributary.Cli;

/// <summary>Something that can be measured again by name.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Summary">What it measures, in a sentence.</param>
/// <param name="RunAsync">Measures; tells each line as soon as it is known, and returns all of them.</param>
internal sealed record Benchmark(
    string Name, string Summary, Func<JobLoader, int, Action<string>, CancellationToken, Task<IReadOnlyList<JsonObject>>> RunAsync);
