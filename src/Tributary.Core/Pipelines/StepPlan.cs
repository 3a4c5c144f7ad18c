namespace Tributary.Core;

/// <summary>Something that a stage asks clients beside their update: before it, or after the close. They answer over the channel.</summary>
/// <param name="Name">
/// The name in the log, and the mailbox of the answers: lower-case letters, digits and hyphens, other than any stage's that posts too.
/// </param>
/// <param name="Members">Who of a group is asked, the same at every party: a pure function of the round.</param>
/// <param name="Client">Makes the half that answers, for one client in one round.</param>
/// <param name="Minimum">
/// The fewest clients of a group with which it goes on: with fewer in the round before the update, or in the sum after the close, nobody
/// of the group is asked any more.
/// </param>
public sealed record StepPlan(
    string Name, Func<RoundContext, Group, IReadOnlyList<ClientId>> Members, Func<ClientContext, IStepStage> Client, int Minimum = 1)
{
    /// <summary>After the close: whether only those members are asked whose updates are in the sum.</summary>
    public bool OfIncluded { get; init; }

    /// <summary>
    /// Whose keys one client needs to take part; null for those of all members, and of all clients in the sum.
    /// </summary>
    public Func<RoundContext, Group, ClientId, IReadOnlyList<ClientId>>? Peers { get; init; }
}
