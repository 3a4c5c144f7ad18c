using Tributary.Core;

namespace Tributary.Security;

/// <summary>The one answer that a keeper gives for a round: refused where it would reveal too much, and durable before it is sent.</summary>
/// <param name="context">The keeper and its round.</param>
/// <param name="stage">The stage's name.</param>
internal sealed class OneOpening(ClientContext context, string stage)
{
    private RoundId Round => context.Round.Round;

    /// <summary>Refuses sets that must not be opened.</summary>
    /// <exception cref="KeeperException">This is one.</exception>
    public void Check(Group group, int minimum, IReadOnlyList<ClientId> included) => Refuse(
        included.Count < minimum ? $"a sum of {included.Count} hides less than the {minimum} that were agreed on"
        : included.Distinct().Count() < included.Count ? "a client is in it twice"
        : included.Except(group.Members).FirstOrDefault() is { Value: { } stranger } ? $"'{stranger}' is not in the group"
        : null);

    /// <summary>Gives the answer, or what was answered before to the same question.</summary>
    /// <param name="digest">Of the question; the answer begins with it.</param>
    /// <param name="answer">Works the rest of the answer out, where none was given yet.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="KeeperException">Another question was answered before.</exception>
    public async ValueTask GiveAsync(byte[] digest, Func<ValueTask<byte[]>> answer, CancellationToken cancellation)
    {
        string name = $"{stage}/opening/{Round.Number}";
        ReadOnlyMemory<byte>? kept = await context.Safe.FindAsync(name, cancellation);
        // Durable before the first byte is sent; whatever was kept first is the only answer there will be.
        ReadOnlyMemory<byte> given = kept ?? await context.Safe.KeepAsync(name, (byte[])[.. digest, .. await answer()], cancellation);
        if (!given.Span[..digest.Length].SequenceEqual(digest))
            Refuse($"round {Round} was opened for other clients before, and two openings would show the difference");
        await context.Round.Channel.PostAsync(
            LongMessage.Cut(new RoundMessage(Round, stage, context.Client, RoundMessage.Coordinator, given)), cancellation);
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
