namespace Tributary.Cli;

/// <summary>What the command line says about a measurement beside a peer.</summary>
internal sealed record BenchOptions
{
    /// <summary>The number of threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Whether to print one JSON object.</summary>
    public bool Json { get; init; }

    /// <summary>The data folder, or null for the one the environment names.</summary>
    public string? Data { get; init; }

    /// <summary>The folder of the peers' scripts, or null for <c>bench/peers</c> here or above.</summary>
    public string? Peers { get; init; }

    /// <summary>The Python to run them with, or null for the first that has PyTorch.</summary>
    public string? Python { get; init; }

    /// <summary>Whether to compare at all.</summary>
    public bool ComparesWithPeers { get; init; } = true;

    /// <summary>Whether peers keep the kernels they choose themselves.</summary>
    public bool AsInstalled { get; init; }

    /// <summary>Only these cases; empty for all.</summary>
    public IReadOnlyList<string> Cases { get; init; } = [];

    /// <summary>How many turns, rounds or seeds to measure.</summary>
    public int Count { get; init; }

    /// <summary>Steps to take, in a block or in all; null for what the measurement chooses.</summary>
    public int? Steps { get; init; }
}
