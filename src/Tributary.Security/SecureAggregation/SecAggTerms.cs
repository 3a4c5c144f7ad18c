using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// What all parties of a group's secure sum must agree on, worked out by each for itself: members, committee and its keys, threshold. Its
/// digest is the seed of the masks and lies in every box, so that whoever was told something else is noticed.
/// </summary>
internal sealed class SecAggTerms
{
    private SecAggTerms(RoundContext round, Group group, SecAggSizes sizes, ReadOnlyMemory<byte>[] keys)
    {
        Round = round.Round;
        Group = group;
        Committee = CommitteeOf(round, group, sizes);
        Threshold = sizes.ThresholdOf(Committee.Count);
        Keys = keys;
        var envelope = new Envelope(round.Round.Run, round.Round.Number, RoundMessage.Coordinator.Value, "");
        Seed = Announcement.SeedOf(envelope, Content(round, sizes));
    }

    /// <summary>The round.</summary>
    public RoundId Round { get; }

    /// <summary>The group.</summary>
    public Group Group { get; }

    /// <summary>The members of the committee; a member's number counts from one.</summary>
    public IReadOnlyList<ClientId> Committee { get; }

    /// <summary>The keys that their boxes are sealed to.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Keys { get; }

    /// <summary>How many members open the sum.</summary>
    public int Threshold { get; }

    /// <summary>The digest of all terms: 32 bytes.</summary>
    public byte[] Seed { get; }

    /// <summary>The terms for a group.</summary>
    /// <exception cref="KeeperException">A member of the committee has told no key.</exception>
    public static SecAggTerms Of(RoundContext round, Group group, SecAggSizes sizes) => new(
        round, group, sizes, [.. CommitteeOf(round, group, sizes).Select(member => round.KeyOf(member)
            ?? throw new KeeperException(ProblemCodes.MemberWithoutKey,
                $"The committee member '{member}' has told no key, so that no share can be sealed to it. Leave the round."))]);

    /// <summary>The committee of a group: all of it, or as many as there may be, drawn with the round's public seed.</summary>
    public static IReadOnlyList<ClientId> CommitteeOf(RoundContext round, Group group, SecAggSizes sizes)
    {
        if (group.Members.Count <= sizes.Committee) return group.Members;
        int[] order = [.. Enumerable.Range(0, group.Members.Count)];
        round.Shared(SecAgg.StageName).Derive("committee", group.Number).Shuffle(order.AsSpan());
        return [.. order.Take(sizes.Committee).Order().Select(i => group.Members[i])];
    }

    /// <summary>The envelope of a box.</summary>
    public Envelope EnvelopeOf(ClientId from, ClientId to) => new(Round.Run, Round.Number, from.Value, to.Value);

    /// <summary>The messages of this stage to a party.</summary>
    public ValueTask<IReadOnlyList<RoundMessage>> ReadAsync(IRoundChannel channel, ClientId to, CancellationToken cancellation) =>
        channel.ReadAsync(Round, SecAgg.StageName, to, cancellation);

    /// <summary>The digest of an included set under these terms: 32 bytes.</summary>
    public byte[] DigestOf(IEnumerable<ClientId> included) =>
        SHA256.HashData([.. Seed, .. included.SelectMany(client => Text(client.Value))]);

    private byte[] Content(RoundContext round, SecAggSizes sizes)
    {
        using var content = new MemoryStream();
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        foreach (ulong value in (ulong[])
            [
                round.Seed, (ulong)Group.Number, (ulong)Group.Members.Count, (ulong)Committee.Count, (ulong)Threshold, (ulong)sizes.Minimum,
                (ulong)sizes.Lanes.Packing.LaneBits, (ulong)sizes.Lanes.Packing.Cohort, (ulong)sizes.Lanes.Length,
            ])
        {
            BinaryPrimitives.WriteUInt64LittleEndian(number, value);
            content.Write(number);
        }
        foreach (ClientId member in Group.Members) content.Write(Text(member.Value));
        for (int i = 0; i < Committee.Count; i++)
        {
            content.Write(Text(Committee[i].Value));
            content.Write(SHA256.HashData(Keys[i].Span));
        }
        return content.ToArray();
    }

    // With its length before it, so that no two lists of names give the same bytes.
    private static byte[] Text(string name)
    {
        byte[] text = new byte[sizeof(int) + Encoding.UTF8.GetByteCount(name)];
        BinaryPrimitives.WriteInt32LittleEndian(text, text.Length - sizeof(int));
        Encoding.UTF8.GetBytes(name, text.AsSpan(sizeof(int)));
        return text;
    }
}
