using Tributary.Core;

namespace Tributary.Server;

/// <summary>Who is in which group of a round, put together once for all who are invited.</summary>
internal sealed class RoundRoster(RoundContext round)
{
    private readonly Dictionary<string, Group> _groups = round.Groups
        .SelectMany(group => group.Members, (group, member) => (member.Value, group)).ToDictionary(StringComparer.Ordinal);

    private readonly Lock _lock = new();
    private readonly Dictionary<PlannedStep, HashSet<ClientId>> _members = [];

    /// <summary>
    /// The clients of a site's group whose keys it needs to answer an invitation: those that its steps seal to, and those in the sum where
    /// a keeper is asked.
    /// </summary>
    public IReadOnlySet<string> PeersOf(Invitation invitation, string site)
    {
        Group group = GroupOf(site);
        var peers = new HashSet<string>(StringComparer.Ordinal);
        foreach (PlannedStep step in (IEnumerable<PlannedStep>)[.. invitation.Pipeline.Before, .. invitation.Pipeline.After])
        {
            if (step.Plan.Peers is { } few) peers.UnionWith(few(round, group, new ClientId(site)).Select(client => client.Value));
            else
                peers.UnionWith(group.Members.Where(MembersOf(step).Contains).Concat(invitation.Included ?? []).Select(client => client.Value));
        }
        return peers;
    }

    /// <summary>How many are invited.</summary>
    public int Cohort => _groups.Count;

    /// <summary>The group of a site that is invited.</summary>
    public Group GroupOf(string site) => _groups[site];

    /// <summary>Whom a step asks, worked out once.</summary>
    private HashSet<ClientId> MembersOf(PlannedStep step)
    {
        lock (_lock)
        {
            if (!_members.TryGetValue(step, out HashSet<ClientId>? members))
                _members[step] = members = [.. PlannedPipeline.MembersOf(step, round)];
            return members;
        }
    }
}
