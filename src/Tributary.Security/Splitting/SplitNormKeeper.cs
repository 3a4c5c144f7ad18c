using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// A helper's half of the check of norms: tells projections of its shares of each included client's update, once a round.
/// </summary>
internal sealed class SplitNormKeeper(ClientContext context, SplitSizes sizes) : IStepStage
{
    public async ValueTask AnswerAsync(StepQuestion question, CancellationToken cancellation)
    {
        IReadOnlyList<ClientId> included = question.Included!;
        var terms = SplitTerms.Of(context.Round, context.Round.GroupOf(context.Client), sizes);
        var opening = new OneOpening(context, Split.NormsStep);
        opening.Check(terms.Group, sizes.Minimum, included);
        int length = included.Count * SHA256.HashSizeInBytes;
        RoundMessage commitments =
            (await context.Round.Channel.ReadAsync(terms.Round, Split.NormsStep, context.Client, cancellation))
            .FirstOrDefault(message => message.From == RoundMessage.Coordinator && message.Body.Length == length)
            ?? throw new KeeperException(ProblemCodes.ShareUnusable,
                $"The coordinator passed on no digests of the updates of round {terms.Round}, so that nothing can be drawn that nobody " +
                "knew before. This site does not answer.");
        byte[] digest = NormOpening.QuestionOf(terms, included, commitments.Body.Span);
        await opening.GiveAsync(digest, () => ProjectAsync(terms, included, digest, cancellation), cancellation);
    }

    private async ValueTask<byte[]> ProjectAsync(
        SplitTerms terms, IReadOnlyList<ClientId> included, byte[] seed, CancellationToken cancellation)
    {
        NormBound norm = sizes.Norm!;
        using var shares = await HelperShares.ReadAsync(context, terms, sizes, included, cancellation);
        using var words = new SecretBuffer<ulong>(sizes.Words);
        byte[] told = new byte[shares.Sets * included.Count * norm.ByteLength];
        for (int set = 0, at = 0; set < shares.Sets; set++)
            foreach (ClientId client in included)
            {
                words.Span.Clear();
                sizes.Expand(shares.SeedOf(client, set), words.Span, negate: false);
                ulong[] sums = SignProjections.Of(words.Span[..sizes.Values], seed, norm.Projections);
                BitPacking.Pack(sums, norm.Bits).CopyTo(told, at);
                at += norm.ByteLength;
            }
        return told;
    }
}
