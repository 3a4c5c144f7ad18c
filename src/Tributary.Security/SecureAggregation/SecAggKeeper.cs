using Tributary.Core;

namespace Tributary.Security;

/// <summary>A committee member's half of <see cref="SecAgg"/>: tells the sum of its shares over the included set, once a round.</summary>
internal sealed class SecAggKeeper(ClientContext context, SecAggSizes sizes) : IStepStage
{
    public async ValueTask AnswerAsync(StepQuestion question, CancellationToken cancellation)
    {
        IReadOnlyList<ClientId> included = question.Included!;
        RoundContext round = context.Round;
        var terms = SecAggTerms.Of(round, round.GroupOf(context.Client), sizes);
        int member = terms.Committee.ToList().IndexOf(context.Client);
        Refuse(Objection(terms, member, included));
        string name = $"{SecAgg.StageName}/opening/{round.Round.Number}";
        byte[] digest = terms.DigestOf(included);
        ReadOnlyMemory<byte>? kept = await context.Safe.FindAsync(name, cancellation);
        // Durable before the first byte is sent; whatever was kept first is the only answer there will be.
        ReadOnlyMemory<byte> answer = kept
            ?? await context.Safe.KeepAsync(name, await AddAsync(terms, member, included, digest, cancellation), cancellation);
        if (!answer.Span[..digest.Length].SequenceEqual(digest))
            Refuse($"round {round.Round} was opened for other clients before, and two openings would show the difference");
        await round.Channel.PostAsync(
            [new RoundMessage(round.Round, SecAgg.StageName, context.Client, RoundMessage.Coordinator, answer)], cancellation);
    }

    private string? Objection(SecAggTerms terms, int member, IReadOnlyList<ClientId> included) =>
        member < 0 ? "this site is not in the committee"
        : included.Count < sizes.Minimum ? $"a sum of {included.Count} hides less than the {sizes.Minimum} that were agreed on"
        : included.Distinct().Count() < included.Count ? "a client is in it twice"
        : included.Except(terms.Group.Members).FirstOrDefault() is { Value: { } stranger } ? $"'{stranger}' is not in the group"
        : null;

    private void Refuse(string? why)
    {
        if (why is not null)
            throw new KeeperException(ProblemCodes.OpeningRefused,
                $"This site is asked to open a sum of round {context.Round.Round}, and does not: {why}. " +
                "The coordinator is faulty or hostile; ask who runs it.");
    }

    private async ValueTask<byte[]> AddAsync(
        SecAggTerms terms, int member, IReadOnlyList<ClientId> included, byte[] digest, CancellationToken cancellation)
    {
        IReadOnlyList<RoundMessage> boxes = await terms.ReadAsync(context.Round.Channel, context.Client, cancellation);
        using BoxKey key = await RunKey.OfAsync(context.Safe, cancellation);
        FieldShare? sum = null;
        try
        {
            foreach (ClientId from in included)
            {
                RoundMessage box = boxes.FirstOrDefault(box => box.From == from)
                    ?? throw new KeeperException(ProblemCodes.ShareUnusable,
                        $"The coordinator passed on no share of '{from}' for round {terms.Round}, so that its part of the sum cannot be " +
                        "opened. This site does not answer.");
                FieldShare share = SealedShare.Open(key, terms, from, member, context.Round.KeyOf(from), box.Body.Span);
                if (sum is null) sum = share;
                else
                {
                    using FieldShare before = sum, next = share;
                    sum = FieldShare.Sum([before, next]);
                }
            }
            return [.. digest, .. sum!.ToBytes()];
        }
        finally
        {
            sum?.Dispose();
        }
    }
}
