using Tributary.Core;

namespace Tributary.Security;

/// <summary>The numbers of a planned sum under pairwise masks.</summary>
/// <param name="Minimum">The fewest clients whose sum may be opened.</param>
/// <param name="Neighbours">The most neighbours of a client.</param>
/// <param name="Threshold">How many shares rebuild a secret, or null for more than two thirds of those that hold one.</param>
/// <param name="Segments">The ring words.</param>
/// <param name="Fewest">The fewest clients of a group that are worth asking for an update.</param>
internal sealed record PairwiseSizes(int Minimum, int Neighbours, int? Threshold, IReadOnlyList<Segment> Segments, int Fewest)
{
    /// <summary>The most clients of a group: two bytes hold their number, and messages stay below a mebibyte.</summary>
    public const int LargestGroup = 1024;

    /// <summary>The count of words.</summary>
    public int Length { get; } = Segments.Sum(segment => segment.Length);

    /// <summary>How many neighbours a client of a group of this size has.</summary>
    public int NeighboursIn(int group) => Math.Min(Neighbours, group - 1);

    /// <summary>How many shares rebuild a secret in a group of this size: of the client and its neighbours.</summary>
    public int ThresholdIn(int group) => Threshold ?? DefaultThreshold(NeighboursIn(group) + 1);

    /// <summary>Fits the stage to a cohort.</summary>
    /// <exception cref="CompositionException">It cannot work there.</exception>
    public static PairwiseSizes Of(SecAggPairwise stage, UpdateSpec input)
    {
        if (stage.GroupSize > input.Cohort)
            throw new CompositionException(ProblemCodes.StageDoesNotFit,
                $"'{stage.Name}' adds groups of {stage.GroupSize}, but a round has at most {input.Cohort} clients. " +
                "Use smaller groups or a larger cohort.");
        int smallest = stage.GroupSize ?? input.Cohort, largest = smallest + (input.Cohort % smallest);
        if (smallest < stage.Minimum)
            throw new CompositionException(ProblemCodes.SecureSumTooSmall,
                $"'{stage.Name}' opens sums of at least {stage.Minimum} clients, and " +
                $"{(stage.GroupSize is null ? "a round" : "a group")} has {smallest}: nothing could ever be opened. Invite more clients" +
                $"{(stage.GroupSize is null ? "" : ", use larger groups")}" +
                $"{(smallest == 1 ? ", or leave the stage out: the sum of one client is its update" : ", or lower 'minimum'")}.");
        if (largest > LargestGroup)
            throw new CompositionException(ProblemCodes.SecureSumTooLarge,
                $"'{stage.Name}' would add {largest} masked updates, and groups have at most {LargestGroup}. " +
                $"Set 'groupSize' to at most {LargestGroup / 2}, or invite fewer clients.");
        var sizes = new PairwiseSizes(
            stage.Minimum, stage.Neighbours ?? SecAggPairwise.DefaultNeighbours, stage.Threshold, input.Segments, 0);
        foreach (int group in (int[])[smallest, largest])
        {
            int holders = sizes.NeighboursIn(group) + 1;
            if (stage.Threshold is { } threshold && (threshold > holders || 2 * threshold <= holders))
                throw new CompositionException(ProblemCodes.NeighboursUnfit,
                    $"'{stage.Name}' rebuilds a secret from {threshold} of the {holders} shares that a client and its neighbours hold. " +
                    (threshold > holders
                        ? "So many there are not, and no sum would ever open. "
                        : "One half could tell a client's key and the other half its own mask, and both together show its update. ") +
                    $"Set 'threshold' to {(holders / 2) + 1} to {holders}, or leave it out for {DefaultThreshold(holders)}.");
        }
        return sizes with { Fewest = Math.Max(stage.Minimum, sizes.ThresholdIn(smallest)) };
    }

    private static int DefaultThreshold(int holders) => (2 * holders / 3) + 1;
}
