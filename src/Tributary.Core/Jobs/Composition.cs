namespace Tributary.Core;

/// <summary>The parts of a job that decide how a federation learns, understood and ready to use.</summary>
public sealed record Composition
{
    /// <summary>How the server steps, how updates become one, and how they are weighed.</summary>
    public required Strategy Strategy { get; init; }

    /// <summary>Who takes part in a round.</summary>
    public required ISelector Selector { get; init; }

    /// <summary>When a round is complete.</summary>
    public required IPacing Pacing { get; init; }

    /// <summary>What updates pass through.</summary>
    public Pipeline Pipeline { get; init; } = new();

    /// <summary>What a client does in a round.</summary>
    public required LocalTraining Local { get; init; }
}
