using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// What all parties of a split sum must agree on, worked out by each for itself: members, helpers and their keys, threshold. Its digest
/// lies in every box, so that whoever was told something else is noticed.
/// </summary>
internal sealed class SplitTerms
{
    private SplitTerms(RoundContext round, Group group, SplitSizes sizes, IReadOnlyList<ClientId> helpers, ReadOnlyMemory<byte>[] keys)
    {
        (Round, Group, Helpers, Keys) = (round.Round, group, helpers, keys);
        var text = new TermsText();
        text.Add((ulong)(sizes.Norm?.Projections ?? 0)).Add(round.Seed).Add((ulong)group.Number).Add((ulong)sizes.Threshold)
            .Add((ulong)sizes.Minimum).Add(group.Members).Add(helpers);
        foreach (ReadOnlyMemory<byte> key in keys) text.Add(key.Span);
        foreach (Segment segment in sizes.Segments) text.Add((ulong)segment.Length).Add((ulong)segment.RingBits);
        Digest = text.DigestFor(Round, Split.StageName);
    }

    /// <summary>The round.</summary>
    public RoundId Round { get; }

    /// <summary>The group.</summary>
    public Group Group { get; }

    /// <summary>The helpers; a helper's number counts from one.</summary>
    public IReadOnlyList<ClientId> Helpers { get; }

    /// <summary>The keys that their boxes are sealed to.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Keys { get; }

    /// <summary>The digest of all terms: 32 bytes.</summary>
    public byte[] Digest { get; }

    /// <summary>The terms for a group.</summary>
    /// <exception cref="KeeperException">A helper is not in the round, or has told no key.</exception>
    public static SplitTerms Of(RoundContext round, Group group, SplitSizes sizes)
    {
        IReadOnlyList<ClientId> helpers = HelpersOf(round, group, sizes);
        if (helpers.Count < sizes.Helpers)
            throw new KeeperException(ProblemCodes.HelpersUnfit,
                $"Of the {sizes.Helpers} helpers of 'split', {helpers.Count} are invited to round {round.Round}: shares would be sealed " +
                "to nobody. Have the selector invite all clients, or name helpers that are always invited.");
        return new(round, group, sizes, helpers, [.. helpers.Select(helper => round.KeyOf(helper)
            ?? throw new KeeperException(ProblemCodes.MemberWithoutKey,
                $"The helper '{helper}' has told no key, so that no share can be sealed to it. Leave the round."))]);
    }

    /// <summary>
    /// The helpers of a group: those that are named and invited, or as many as asked for, drawn with the round's public seed.
    /// </summary>
    public static IReadOnlyList<ClientId> HelpersOf(RoundContext round, Group group, SplitSizes sizes)
    {
        if (sizes.Named is not null) return [.. sizes.Named.Select(name => new ClientId(name)).Where(group.Members.Contains)];
        int[] order = [.. Enumerable.Range(0, group.Members.Count)];
        round.Shared(Split.StageName).Derive("helpers", group.Number).Shuffle(order.AsSpan());
        return [.. order.Take(sizes.Helpers).Order().Select(i => group.Members[i])];
    }

    /// <summary>
    /// Whose updates the coordinator has found too large: a one for each of the included clients that is; null where it has not said it.
    /// </summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadLargeAsync(IRoundChannel channel, ClientId helper, CancellationToken cancellation) =>
        (await channel.ReadAsync(Round, Split.StageName, helper, cancellation))
            .FirstOrDefault(message => message.From == RoundMessage.Coordinator)?.Body;

    /// <summary>The envelope of a box.</summary>
    public Envelope EnvelopeOf(ClientId from, ClientId to) => new(Round.Run, Round.Number, from.Value, to.Value);

    /// <summary>The digest of an included set under these terms: 32 bytes.</summary>
    public byte[] DigestOf(IReadOnlyCollection<ClientId> included) => TermsText.DigestOf(Digest, included);
}
