using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// A helper's half of <see cref="Split"/>: tells, for each set of helpers that it is in, the sum of what the included clients' seeds expand
/// to, once a round.
/// </summary>
internal sealed class SplitKeeper(ClientContext context, SplitSizes sizes) : IStepStage
{
    public async ValueTask AnswerAsync(StepQuestion question, CancellationToken cancellation)
    {
        RoundContext round = context.Round;
        var terms = SplitTerms.Of(round, round.GroupOf(context.Client), sizes);
        IReadOnlyList<ClientId> included =
            sizes.Norm is null ? question.Included! : await AllowedAsync(terms, question.Included!, cancellation);
        var opening = new OneOpening(context, Split.StageName);
        opening.Check(terms.Group, sizes.Minimum, included);
        await opening.GiveAsync(terms.DigestOf(included), () => AddAsync(terms, included, cancellation), cancellation);
    }

    // Whom the coordinator leaves out is its word, as whom it includes is: what counts is that one set is opened, and a large enough one.
    private async ValueTask<IReadOnlyList<ClientId>> AllowedAsync(
        SplitTerms terms, IReadOnlyList<ClientId> included, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> large = await terms.ReadLargeAsync(context.Round.Channel, context.Client, cancellation)
            ?? throw new KeeperException(ProblemCodes.ShareUnusable,
                $"The coordinator did not say whose updates in round {terms.Round} are too large. This site does not answer.");
        if (large.Length != included.Count)
            throw new KeeperException(ProblemCodes.ShareUnusable,
                $"The coordinator judges {large.Length} updates of round {terms.Round}, and {included.Count} are in the sum. This " +
                "site does not answer.");
        return [.. included.Where((_, i) => large.Span[i] == 0)];
    }

    private async ValueTask<byte[]> AddAsync(SplitTerms terms, IReadOnlyList<ClientId> included, CancellationToken cancellation)
    {
        using HelperShares shares = await HelperShares.ReadAsync(context, terms, sizes, included, cancellation);
        using var sum = new SecretBuffer<ulong>(sizes.Words);
        byte[] told = new byte[shares.Sets * sizes.Bytes];
        for (int set = 0; set < shares.Sets; set++)
        {
            sum.Span.Clear();
            foreach (ClientId from in included) sizes.Expand(shares.SeedOf(from, set), sum.Span, negate: false);
            sizes.Pack(sum.Span).CopyTo(told, set * sizes.Bytes);
        }
        return told;
    }
}
