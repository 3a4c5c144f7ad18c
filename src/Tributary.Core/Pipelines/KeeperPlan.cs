namespace Tributary.Core;

/// <summary>Who answers for a stage after the close, and how.</summary>
/// <param name="Members">The keepers of a group, the same at every party: a pure function of the round.</param>
/// <param name="Keeper">Makes the keeper's half for one client in one round.</param>
/// <param name="Minimum">The fewest clients whose sum keepers open; nobody is asked about fewer.</param>
public sealed record KeeperPlan(
    Func<RoundContext, Group, IReadOnlyList<ClientId>> Members, Func<ClientContext, IKeeperStage> Keeper, int Minimum = 1);
