namespace Tributary.Core;

/// <summary>What a stage's noise makes of a round: for accountants, before any sampling.</summary>
public sealed record NoisyRelease
{
    /// <summary>One round where neighbours differ by one client's contribution, which is there or is nothing.</summary>
    public required DpEvent Event { get; init; }

    /// <summary>The same where it is another contribution instead: up to twice as far.</summary>
    public required DpEvent Replaced { get; init; }

    /// <summary>Against whom, where nobody takes apart the sums that stages behind it make.</summary>
    public required Observer Observer { get; init; }

    /// <summary>The Euclidean norm of one contribution that the noise was measured by.</summary>
    public required double NormBound { get; init; }

    /// <summary>The noise's standard deviation in each value of a round's sum, if as few answer as it was planned for.</summary>
    public required double Deviation { get; init; }

    /// <summary>How many values have noise.</summary>
    public required int Values { get; init; }
}
