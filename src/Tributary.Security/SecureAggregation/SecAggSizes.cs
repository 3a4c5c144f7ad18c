using Tributary.Core;

namespace Tributary.Security;

/// <summary>The numbers of a planned secure sum: who must be in it, who opens it, and how words lie in it.</summary>
/// <param name="Minimum">The fewest clients whose sum may be opened.</param>
/// <param name="Committee">The most members of a committee.</param>
/// <param name="Threshold">How many members open a sum, or null for more than two thirds.</param>
/// <param name="Lanes">How ring words lie in lanes.</param>
/// <param name="LargestGroup">The clients of the largest group.</param>
internal sealed record SecAggSizes(int Minimum, int Committee, int? Threshold, WordLanes Lanes, int LargestGroup)
{
    /// <summary>The members of the committee of the largest group.</summary>
    public int LargestCommittee => Math.Min(Committee, LargestGroup);

    /// <summary>Fits the stage to a cohort.</summary>
    /// <exception cref="CompositionException">It cannot work there.</exception>
    public static SecAggSizes Of(SecAgg stage, UpdateSpec input)
    {
        if (stage.GroupSize > input.Cohort)
            throw new CompositionException(ProblemCodes.StageDoesNotFit,
                $"'secagg' adds groups of {stage.GroupSize}, but a round has at most {input.Cohort} clients. " +
                "Use smaller groups or a larger cohort.");
        int smallest = stage.GroupSize ?? input.Cohort, largest = smallest + (input.Cohort % smallest);
        if (smallest < stage.Minimum)
            throw new CompositionException(ProblemCodes.SecureSumTooSmall,
                $"'secagg' opens sums of at least {stage.Minimum} clients, and {(stage.GroupSize is null ? "a round" : "a group")} has " +
                $"{smallest}: nothing could ever be opened. Invite more clients{(stage.GroupSize is null ? "" : ", use larger groups")}" +
                $"{(smallest == 1 ? ", or leave 'secagg' out: the sum of one client is its update" : ", or lower 'minimum'")}.");
        if (largest > LatticeParameters.MaxCohort)
            throw new CompositionException(ProblemCodes.SecureSumTooLarge,
                $"'secagg' would add {largest} masked updates, and its numbers hold the sum of {LatticeParameters.MaxCohort}. " +
                $"Set 'groupSize' to at most {LatticeParameters.MaxCohort / 2}, or invite fewer clients.");
        foreach (int members in (int[])[Math.Min(stage.Committee, smallest), Math.Min(stage.Committee, largest)])
            if (stage.Threshold is { } threshold && (threshold > members || 2 * threshold <= members))
                throw new CompositionException(ProblemCodes.CommitteeUnfit,
                    $"'secagg' opens with {threshold} of {members} committee members. " +
                    (threshold > members
                        ? "So many there are not, and no sum would ever open. "
                        : "Half of them could open one set of clients and the other half another, " +
                            "and the difference shows single updates. ") +
                    $"Set 'threshold' to {(members / 2) + 1} to {members}, or leave it out for {DefaultThreshold(members)}.");
        return new SecAggSizes(stage.Minimum, stage.Committee, stage.Threshold, WordLanes.Of(input.Segments, largest), largest);
    }

    /// <summary>How many of so many members open a sum.</summary>
    public int ThresholdOf(int members) => Threshold ?? DefaultThreshold(members);

    private static int DefaultThreshold(int members) => (2 * members / 3) + 1;
}
