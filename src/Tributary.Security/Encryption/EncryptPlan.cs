using Tributary.Core;

namespace Tributary.Security;

/// <summary>The numbers of a planned encryption: who must be in a sum, who opens it, and how words lie in it.</summary>
/// <param name="Minimum">The fewest clients whose sum may be opened.</param>
/// <param name="Sizes">Committee, threshold, noise and packing.</param>
/// <param name="Lanes">How ring words lie in lanes.</param>
internal sealed record EncryptPlan(int Minimum, EncryptionSizes Sizes, WordLanes Lanes)
{
    /// <summary>The sets of members that share random numbers.</summary>
    public SharingSets Sets { get; } = new(Sizes.Members, Sizes.Threshold);

    /// <summary>Fits the stage to a cohort.</summary>
    /// <exception cref="CompositionException">It cannot work there.</exception>
    public static EncryptPlan Of(Encrypt stage, UpdateSpec input)
    {
        if (stage.GroupSize > input.Cohort)
            throw new CompositionException(ProblemCodes.StageDoesNotFit,
                $"'encrypt' adds groups of {stage.GroupSize}, but a round has at most {input.Cohort} clients. " +
                "Use smaller groups or a larger cohort.");
        int smallest = stage.GroupSize ?? input.Cohort, largest = smallest + (input.Cohort % smallest);
        if (smallest < stage.Minimum)
            throw new CompositionException(ProblemCodes.SecureSumTooSmall,
                $"'encrypt' opens sums of at least {stage.Minimum} clients, and {(stage.GroupSize is null ? "a round" : "a group")} has " +
                $"{smallest}: nothing could ever be opened. Invite more clients{(stage.GroupSize is null ? "" : ", use larger groups")}" +
                $"{(smallest == 1 ? ", or leave 'encrypt' out: the sum of one client is its update" : ", or lower 'minimum'")}.");
        if (largest > LatticeParameters.MaxCohort)
            throw new CompositionException(ProblemCodes.SecureSumTooLarge,
                $"'encrypt' would add {largest} updates, and its numbers hold the sum of {LatticeParameters.MaxCohort}. " +
                $"Set 'groupSize' to at most {LatticeParameters.MaxCohort / 2}, or invite fewer clients.");
        int members = Math.Min(stage.Committee, smallest), threshold = stage.Threshold ?? (2 * members / 3) + 1;
        if (threshold > members || 2 * threshold <= members)
            throw new CompositionException(ProblemCodes.CommitteeUnfit,
                $"'encrypt' opens with {threshold} of {members} committee members. " +
                (threshold > members
                    ? "So many there are not, and no sum would ever open. "
                    : "Half of them could open one set of clients and the other half another, " +
                        "and the difference shows single updates. ") +
                $"Set 'threshold' to {(members / 2) + 1} to {members}, or leave it out for {(2 * members / 3) + 1}.");
        int most = EncryptionSizes.MostMessageBits(members, threshold, largest);
        var lanes = WordLanes.Of(input.Segments, largest, most, most);
        return new EncryptPlan(stage.Minimum, new EncryptionSizes(members, threshold, largest, lanes.Packing.LaneBits), lanes);
    }
}
