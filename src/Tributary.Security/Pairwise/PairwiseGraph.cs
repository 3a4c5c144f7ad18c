using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// Who is whose neighbour in a group: everybody, or the nearest on both sides once the clients stand in a ring, in an order drawn with the
/// round's public seed (Bell et al. 2020, section 3: a Harary graph of random labels).
/// </summary>
internal sealed class PairwiseGraph
{
    private readonly Group _group;
    private readonly int _neighbours;
    private readonly Dictionary<ClientId, int> _index;
    private readonly int[] _ring, _place; // the client at a place, and the place of a client

    private PairwiseGraph(Group group, int neighbours, int[] ring)
    {
        (_group, _neighbours, _ring) = (group, neighbours, ring);
        _index = group.Members.Select((member, i) => (member, i)).ToDictionary(pair => pair.member, pair => pair.i);
        _place = new int[ring.Length];
        for (int i = 0; i < ring.Length; i++) _place[ring[i]] = i;
    }

    /// <summary>The graph of a group: the same at every party.</summary>
    public static PairwiseGraph Of(RoundContext round, Group group, PairwiseSizes sizes)
    {
        int[] ring = [.. Enumerable.Range(0, group.Members.Count)];
        if (sizes.Neighbours < ring.Length - 1)
            round.Shared(SecAggPairwise.StageName).Derive("graph", group.Number).Shuffle(ring.AsSpan());
        return new PairwiseGraph(group, sizes.NeighboursIn(ring.Length), ring);
    }

    /// <summary>A client's number in its group, from zero; -1 for a stranger.</summary>
    public int IndexOf(ClientId client) => _index.GetValueOrDefault(client, -1);

    /// <summary>The numbers of a client's neighbours, in order.</summary>
    public IReadOnlyList<int> NeighboursOf(int client)
    {
        int count = _ring.Length, half = _neighbours / 2;
        return _neighbours == count - 1
            ? [.. Enumerable.Range(0, count).Where(other => other != client)]
            : [.. Enumerable.Range(1, half).SelectMany(step => (int[])[_place[client] + step, _place[client] + count - step])
                .Select(place => _ring[place % count]).Order()];
    }

    /// <summary>A client's neighbours, in order of invitation.</summary>
    public IReadOnlyList<ClientId> NeighboursOf(ClientId client) =>
        [.. NeighboursOf(IndexOf(client)).Select(neighbour => _group.Members[neighbour])];
}
