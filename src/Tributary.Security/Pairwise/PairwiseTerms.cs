using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// What all parties of a group under pairwise masks must agree on, worked out by each for itself. Its digest is signed with every key, and
/// every secret of the round is derived with it.
/// </summary>
internal sealed class PairwiseTerms
{
    /// <summary>The steps, and the mailboxes of their answers.</summary>
    public const string KeysBox = "secagg-pairwise-keys", SharesBox = "secagg-pairwise-shares", AgreeBox = "secagg-pairwise-agree",
        UnmaskBox = "secagg-pairwise-unmask";

    private readonly PairwiseGraph _graph;
    private readonly IReadOnlyList<int>?[] _neighbours;

    private PairwiseTerms(RoundContext round, Group group, PairwiseSizes sizes)
    {
        Round = round.Round;
        Group = group;
        Sizes = sizes;
        Threshold = sizes.ThresholdIn(group.Members.Count);
        _graph = PairwiseGraph.Of(round, group, sizes);
        _neighbours = new IReadOnlyList<int>?[group.Members.Count];
        Digest = Announcement.SeedOf(new Envelope(Round.Run, Round.Number, RoundMessage.Coordinator.Value, ""), Content(round.Seed));
    }

    /// <summary>The round.</summary>
    public RoundId Round { get; }

    /// <summary>The group.</summary>
    public Group Group { get; }

    /// <summary>The numbers of the plan.</summary>
    public PairwiseSizes Sizes { get; }

    /// <summary>How many shares rebuild a secret.</summary>
    public int Threshold { get; }

    /// <summary>The digest of all terms: 32 bytes.</summary>
    public byte[] Digest { get; }

    /// <summary>The terms for a group.</summary>
    public static PairwiseTerms Of(RoundContext round, Group group, PairwiseSizes sizes) => new(round, group, sizes);

    /// <summary>A client's number in the group, from zero; -1 for a stranger.</summary>
    public int IndexOf(ClientId client) => _graph.IndexOf(client);

    /// <summary>The numbers of a client's neighbours, in order; worked out once.</summary>
    public IReadOnlyList<int> NeighboursOf(int client) => _neighbours[client] ??= _graph.NeighboursOf(client);

    /// <summary>What a client signs for one purpose under these terms.</summary>
    public byte[] ToSign(string purpose, ClientId from, ReadOnlySpan<byte> content) =>
        [.. new Envelope(Round.Run, Round.Number, from.Value, "").ToBytes(purpose), .. Digest, .. content];

    /// <summary>The digest of an included set under these terms: 32 bytes.</summary>
    public byte[] DigestOf(IEnumerable<ClientId> included)
    {
        using var content = new MemoryStream();
        content.Write(Digest);
        foreach (ClientId client in included) WriteText(content, client.Value);
        return SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length));
    }

    private byte[] Content(ulong seed)
    {
        using var content = new MemoryStream();
        content.Write(Encoding.UTF8.GetBytes(SecAggPairwise.StageName));
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        foreach (ulong value in (ulong[])
            [
                seed, (ulong)Group.Number, (ulong)Group.Members.Count, (ulong)Sizes.Neighbours, (ulong)Threshold, (ulong)Sizes.Minimum,
                (ulong)Sizes.Segments.Count,
                .. Sizes.Segments.SelectMany(segment => (ulong[])[(ulong)segment.Length, (ulong)segment.RingBits]),
            ])
        {
            BinaryPrimitives.WriteUInt64LittleEndian(number, value);
            content.Write(number);
        }
        foreach (ClientId member in Group.Members) WriteText(content, member.Value);
        return content.ToArray();
    }

    // With its length before it, so that no two lists of names give the same bytes.
    private static void WriteText(MemoryStream content, string name)
    {
        byte[] text = Encoding.UTF8.GetBytes(name), length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        content.Write(length);
        content.Write(text);
    }
}
