namespace Tributary.Simulation;

/// <summary>How a simulation uses this machine; nothing here changes a bit of the result.</summary>
public sealed record SimulationSettings
{
    /// <summary>The number of threads: a client for each, and several for a client where fewer train at the same time.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether a trained generator draws samples that are measured, for the report.</summary>
    public bool DrawsSamples { get; init; } = true;

    /// <summary>The command that is running, for the report.</summary>
    public string Command { get; init; } = "";

    /// <summary>Hears of every finished round.</summary>
    public Action<RoundSummary>? OnRound { get; init; }

    /// <summary>Hears what is being done, in a few words, and how far it has come, from 0 to 1.</summary>
    public Action<string, double>? OnProgress { get; init; }
}
