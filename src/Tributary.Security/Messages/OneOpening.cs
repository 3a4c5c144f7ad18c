using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// The one question of a round that a keeper answers: refused where the answer would reveal too much, and durable before it is sent.
/// </summary>
/// <param name="context">The keeper and its round.</param>
/// <param name="mailbox">Where its answer goes.</param>
internal sealed class OneOpening(ClientContext context, string mailbox)
{
    private RoundId Round => context.Round.Round;

    /// <summary>Refuses sets that must not be opened.</summary>
    /// <exception cref="KeeperException">This is one.</exception>
    public void Check(Group group, int minimum, IReadOnlyList<ClientId> included) => Refuse(
        included.Count < minimum ? $"a sum of {included.Count} hides less than the {minimum} that were agreed on"
        : included.Distinct().Count() < included.Count ? "a client is in it twice"
        : included.Except(group.Members).FirstOrDefault() is { Value: { } stranger } ? $"'{stranger}' is not in the group"
        : null);

    /// <summary>Gives the answer, again where the same question comes again.</summary>
    /// <param name="digest">Of the question; the answer begins with it.</param>
    /// <param name="answer">Works the rest of the answer out, the same each time: answers may be too long to be kept.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="KeeperException">Another question was answered before.</exception>
    public async ValueTask GiveAsync(byte[] digest, Func<ValueTask<byte[]>> answer, CancellationToken cancellation)
    {
        string name = $"{mailbox}/opening/{Round.Number}";
        if (await context.Safe.FindAsync(name, cancellation) is { } kept) RefuseOther(kept);
        byte[] told = await answer();
        // Durable before the first byte is sent; whatever was kept first is the only question that is answered.
        RefuseOther(await context.Safe.KeepAsync(name, digest, cancellation));
        await context.Round.Channel.PostAsync(
            LongMessage.Cut(new RoundMessage(Round, mailbox, context.Client, RoundMessage.Coordinator, (byte[])[.. digest, .. told])),
            cancellation);

        void RefuseOther(ReadOnlyMemory<byte> first) => Refuse(first.Span.SequenceEqual(digest)
            ? null
            : $"round {Round} was opened for other clients before, and two openings would show the difference");
    }

    /// <summary>Refuses for a reason, if there is one.</summary>
    /// <exception cref="KeeperException">There is.</exception>
    public void Refuse(string? why)
    {
        if (why is not null)
            throw new KeeperException(ProblemCodes.OpeningRefused,
                $"This site is asked to open a sum of round {Round}, and does not: {why}. " +
                "The coordinator is faulty or hostile; ask who runs it.");
    }
}
