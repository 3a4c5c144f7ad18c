using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>A committee member's half of <see cref="Encrypt"/> before the update: makes its part of the collective key.</summary>
internal sealed class EncryptHolder(ClientContext context, EncryptPlan plan) : IStepStage
{
    public async ValueTask AnswerAsync(StepQuestion question, CancellationToken cancellation)
    {
        RoundContext round = context.Round;
        var terms = EncryptTerms.Of(round, round.GroupOf(context.Client), plan);
        using BoxKey own = await RunKey.OfAsync(context.Safe, cancellation);
        // Kept before it is used: asked again, the member makes the same part and the same shares.
        byte[] drawn = HolderKey.NewSeed();
        ReadOnlyMemory<byte> seed = await context.Safe.KeepAsync($"encrypt/seed/{round.Round.Number}", drawn, cancellation);
        CryptographicOperations.ZeroMemory(drawn);
        await round.Channel.PostAsync(
            [new RoundMessage(round.Round, Encrypt.KeysStep, context.Client, RoundMessage.Coordinator, Make(seed.Span, terms, own))],
            cancellation);
    }

    private byte[] Make(ReadOnlySpan<byte> seed, EncryptTerms terms, BoxKey own)
    {
        int holder = terms.NumberOf(context.Client);
        using var key = new HolderKey(seed);
        PublicKeyPart part = key.Publish(terms.Digest);
        IReadOnlyList<HolderShare> shares = key.Split(holder, plan.Sizes);
        try
        {
            return new HolderMessage(
                part, own.Sign(terms.Signed(holder, part)), [.. shares.Select(share => HolderMessage.Seal(own, terms, share))]).ToBytes();
        }
        finally
        {
            foreach (HolderShare share in shares) share.Dispose();
        }
    }
}
