using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>Masks of one client and of a whole group at work, for measurements; shares and signatures are not part of it.</summary>
internal sealed class PairwiseSpeed : IDisposable
{
    private readonly PairwiseTerms _terms;
    private readonly BoxKey[] _keys;
    private readonly byte[][] _points;
    private readonly byte[][] _seeds;
    private readonly ulong[] _words;

    /// <summary>A group of so many clients with words of so many bits.</summary>
    public PairwiseSpeed(int clients, int words, int bits)
    {
        var group = new Group(0, [.. Enumerable.Range(0, clients).Select(i => new ClientId($"site-{i}"))]);
        var sizes = new PairwiseSizes(3, SecAggPairwise.DefaultNeighbours, null, [new Segment("words", words) { RingBits = bits }], 3);
        _terms = PairwiseTerms.Of(new RoundContext(new RoundId("bench", 1), [group], 1), group, sizes);
        _keys = [.. group.Members.Select(_ => new BoxKey())];
        _points = [.. _keys.Select(key => key.PublicKey)];
        _seeds = [.. group.Members.Select(_ => RandomNumberGenerator.GetBytes(KeyStream.SeedLength))];
        _words = new ulong[words];
    }

    /// <summary>Masks one client's words.</summary>
    public void Mask()
    {
        PairwiseMask.ApplyOwn(_words, _terms, _seeds[0], negate: false);
        foreach (int neighbour in _terms.NeighboursOf(0))
            PairwiseMask.ApplyShared(_words, _terms, _keys[0], _points[neighbour], 0, neighbour, negate: false);
    }

    /// <summary>
    /// Takes the masks off a sum that the first <paramref name="left"/> clients left after they had shared their secrets.
    /// </summary>
    public void Unmask(int left)
    {
        for (int client = left; client < _keys.Length; client++) PairwiseMask.ApplyOwn(_words, _terms, _seeds[client], negate: true);
        for (int client = 0; client < left; client++)
            foreach (int neighbour in _terms.NeighboursOf(client).Where(neighbour => neighbour >= left))
                PairwiseMask.ApplyShared(_words, _terms, _keys[client], _points[neighbour], neighbour, client, negate: true);
    }

    /// <summary>Forgets the keys.</summary>
    public void Dispose()
    {
        foreach (BoxKey key in _keys) key.Dispose();
    }
}
