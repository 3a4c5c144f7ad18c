namespace Tributary.Simulation;

/// <summary>What a run cost.</summary>
public sealed record RunTotals
{
    /// <summary>Seconds by the wall clock, from the first round to the last; reading data and comparisons not included.</summary>
    public required double Seconds { get; init; }

    /// <summary>Seconds by the simulated clock; null when no speeds are simulated.</summary>
    public double? VirtualSeconds { get; init; }

    /// <summary>Bytes that all sites sent.</summary>
    public required long BytesUp { get; init; }

    /// <summary>Bytes that all sites received.</summary>
    public required long BytesDown { get; init; }

    /// <summary>The most physical memory the process held at once, in bytes.</summary>
    public required long PeakMemoryBytes { get; init; }

    /// <summary>How many threads trained.</summary>
    public required int Threads { get; init; }
}
