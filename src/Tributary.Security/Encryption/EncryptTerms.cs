using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// What all parties of a group's encrypted sum must agree on, worked out by each for itself: members, committee and its keys, threshold.
/// Its digest is the seed of the common polynomial of the collective key, and lies in every box and under every signature.
/// </summary>
internal sealed class EncryptTerms
{
    private EncryptTerms(RoundContext round, Group group, EncryptPlan plan, IReadOnlyList<ClientId> committee, ReadOnlyMemory<byte>[] keys)
    {
        (Round, Group, Committee, Keys, Plan) = (round.Round, group, committee, keys, plan);
        var text = new TermsText();
        text.Add(round.Seed).Add((ulong)group.Number).Add((ulong)plan.Sizes.Threshold).Add((ulong)plan.Minimum)
            .Add((ulong)plan.Sizes.Packing.LaneBits).Add((ulong)plan.Sizes.Cohort).Add((ulong)plan.Lanes.Length)
            .Add(group.Members).Add(committee);
        foreach (ReadOnlyMemory<byte> key in keys) text.Add(key.Span);
        Digest = text.DigestFor(Round, Encrypt.StageName);
    }

    /// <summary>The round.</summary>
    public RoundId Round { get; }

    /// <summary>The group.</summary>
    public Group Group { get; }

    /// <summary>The numbers of the stage.</summary>
    public EncryptPlan Plan { get; }

    /// <summary>The members of the committee; a member's number counts from one.</summary>
    public IReadOnlyList<ClientId> Committee { get; }

    /// <summary>Their public keys.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Keys { get; }

    /// <summary>The digest of all terms: 32 bytes.</summary>
    public byte[] Digest { get; }

    /// <summary>The terms for a group.</summary>
    /// <exception cref="KeeperException">A member of the committee has told no key.</exception>
    public static EncryptTerms Of(RoundContext round, Group group, EncryptPlan plan)
    {
        IReadOnlyList<ClientId> committee = CommitteeOf(round, group, plan);
        return new(round, group, plan, committee, [.. committee.Select(member => round.KeyOf(member)
            ?? throw new KeeperException(ProblemCodes.MemberWithoutKey,
                $"The committee member '{member}' has told no key, so that no share can be sealed to it. Leave the round."))]);
    }

    /// <summary>The committee of a group, drawn with the round's public seed where the group has more clients.</summary>
    public static IReadOnlyList<ClientId> CommitteeOf(RoundContext round, Group group, EncryptPlan plan)
    {
        int members = plan.Sizes.Members;
        if (group.Members.Count == members) return group.Members;
        int[] order = [.. Enumerable.Range(0, group.Members.Count)];
        round.Shared(Encrypt.StageName).Derive("committee", group.Number).Shuffle(order.AsSpan());
        return [.. order.Take(members).Order().Select(i => group.Members[i])];
    }

    /// <summary>The number of a client in the committee, or zero.</summary>
    public int NumberOf(ClientId client) => Committee.ToList().IndexOf(client) + 1;

    /// <summary>The envelope of a box.</summary>
    public Envelope EnvelopeOf(ClientId from, ClientId to) => new(Round.Run, Round.Number, from.Value, to.Value);

    /// <summary>What a holder signs about its part of the key.</summary>
    public byte[] Signed(int holder, PublicKeyPart part) =>
        [.. EnvelopeOf(Committee[holder - 1], RoundMessage.Coordinator).ToBytes("tributary key part 1"), .. Digest, .. part.Digest()];
}
