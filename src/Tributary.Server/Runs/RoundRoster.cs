using Tributary.Core;

namespace Tributary.Server;

/// <summary>Who is in which group of a round, put together once for all who are invited.</summary>
internal sealed class RoundRoster(RoundContext round)
{
    private readonly Dictionary<string, Group> _groups = round.Groups
        .SelectMany(group => group.Members, (group, member) => (member.Value, group)).ToDictionary(StringComparer.Ordinal);

    private readonly Lock _lock = new();
    private HashSet<ClientId>? _keepers;

    /// <summary>Who answers after the close, worked out once.</summary>
    public IReadOnlySet<ClientId> KeepersOf(Invitation invitation)
    {
        lock (_lock) return _keepers ??= [.. invitation.Pipeline.KeepersOf(round)];
    }

    /// <summary>How many are invited.</summary>
    public int Cohort => _groups.Count;

    /// <summary>The group of a site that is invited.</summary>
    public Group GroupOf(string site) => _groups[site];
}
