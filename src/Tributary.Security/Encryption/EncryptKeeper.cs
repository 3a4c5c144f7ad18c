using Tributary.Core;

namespace Tributary.Security;

/// <summary>A committee member's half of <see cref="Encrypt"/> after the close: opens its part of the sum, once a round.</summary>
internal sealed class EncryptKeeper(ClientContext context, EncryptPlan plan) : IStepStage
{
    public async ValueTask AnswerAsync(StepQuestion question, CancellationToken cancellation)
    {
        IReadOnlyList<ClientId> included = question.Included!;
        RoundContext round = context.Round;
        var terms = EncryptTerms.Of(round, round.GroupOf(context.Client), plan);
        var opening = new OneOpening(context, Encrypt.OpenStep);
        opening.Check(terms.Group, plan.Minimum, included);
        SignedKey key = await SignedKey.ReadAsync(round, terms, context.Client, cancellation);
        byte[] sum = await ReadSumAsync(terms, cancellation);
        await opening.GiveAsync(
            EncryptOpening.DigestOf(key, included, sum), () => OpenAsync(terms, key, sum, cancellation), cancellation);
    }

    private async ValueTask<byte[]> ReadSumAsync(EncryptTerms terms, CancellationToken cancellation)
    {
        IReadOnlyList<RoundMessage> pieces =
            await context.Round.Channel.ReadAsync(terms.Round, Encrypt.OpenStep, context.Client, cancellation);
        int length = PartialDecryption.ByteLength(plan.Sizes.Packing, plan.Lanes.Length);
        return LongMessage.Join(pieces, length).FirstOrDefault(message => message.From == RoundMessage.Coordinator)?.Body.ToArray()
            ?? throw new KeeperException(ProblemCodes.ShareUnusable,
                $"The coordinator passed on no sum of round {terms.Round} that could be opened. This site does not answer.");
    }

    private async ValueTask<byte[]> OpenAsync(EncryptTerms terms, SignedKey key, byte[] sum, CancellationToken cancellation)
    {
        ulong[] helping = new ulong[EncryptedVector.ResidueCount(plan.Sizes.Packing, plan.Lanes.Length)];
        try
        {
            ResidueBytes.ReadStrictly(sum, helping, "an encrypted sum");
        }
        catch (SecurityException e)
        {
            throw new KeeperException(ProblemCodes.ShareUnusable, e.Message, e);
        }
        IReadOnlyList<RoundMessage> boxes =
            await context.Round.Channel.ReadAsync(terms.Round, Encrypt.KeysStep, context.Client, cancellation);
        using BoxKey own = await RunKey.OfAsync(context.Safe, cancellation);
        var shares = new List<HolderShare>();
        try
        {
            foreach (int holder in key.Holders)
            {
                ClientId from = terms.Committee[holder - 1];
                RoundMessage box = boxes.FirstOrDefault(box => box.From == from)
                    ?? throw new KeeperException(ProblemCodes.ShareUnusable,
                        $"The coordinator passed on no share of '{from}' for round {terms.Round}, so that this site's part of the sum " +
                        "cannot be opened. This site does not answer.");
                shares.Add(HolderMessage.Open(own, terms, holder, terms.NumberOf(context.Client), box.Body.Span));
            }
            using var member = new MemberKey(shares, plan.Sizes);
            return member.Open(helping).ToBytes();
        }
        finally
        {
            foreach (HolderShare share in shares) share.Dispose();
        }
    }
}
