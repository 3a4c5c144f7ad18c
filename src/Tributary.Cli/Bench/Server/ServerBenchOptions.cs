namespace Tributary.Cli;

/// <summary>What the command line says about the load.</summary>
internal sealed record ServerBenchOptions
{
    /// <summary>Simulated agents, each with its connection and certificate.</summary>
    public required int Agents { get; init; }

    /// <summary>How long check-ins are measured, in seconds.</summary>
    public required int Seconds { get; init; }

    /// <summary>Agents that upload in a round.</summary>
    public required int Cohort { get; init; }

    /// <summary>Rounds of uploads.</summary>
    public required int Rounds { get; init; }

    /// <summary>Connections that do nothing.</summary>
    public required int Idle { get; init; }

    /// <summary>Only these cases; empty for all.</summary>
    public IReadOnlyList<string> Cases { get; init; } = [];
}
