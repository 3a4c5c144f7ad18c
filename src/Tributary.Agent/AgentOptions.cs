using Tributary.Models;
using Tributary.Training;

namespace Tributary.Agent;

/// <summary>How an agent works.</summary>
public sealed record AgentOptions
{
    /// <summary>The names that jobs may use.</summary>
    public TrainingCatalog Catalog { get; init; } = new();

    /// <summary>Where sets that are known by name are looked for.</summary>
    public DataFolder Data { get; init; } = new();

    /// <summary>How many threads train, at least one; the bits are the same for any number.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>How long the coordinator may hold an answer back until there is work.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told what happens, on the agent's own thread.</summary>
    public Action<AgentNotice>? OnNotice { get; init; }
}
