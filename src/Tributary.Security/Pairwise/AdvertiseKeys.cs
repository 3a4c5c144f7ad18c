using Tributary.Core;

namespace Tributary.Security;

/// <summary>Step 0 of Bonawitz et al. 2017, figure 4: a client tells the public keys of its secrets of the round, signed.</summary>
internal sealed class AdvertiseKeys(ClientContext context, PairwiseSizes sizes) : IStepStage
{
    public async ValueTask AnswerAsync(StepQuestion question, CancellationToken cancellation)
    {
        var party = new PairwiseParty(context, sizes);
        using BoxKey own = await RunKey.OfAsync(context.Safe, cancellation);
        using PairwiseSecrets secrets = await PairwiseSecrets.OfAsync(context.Safe, context.Round.Round, cancellation);
        await party.PostAsync(
            PairwiseTerms.KeysBox, AdvertisedKeys.Of(secrets, party.Terms, context.Client, own).Bytes.ToArray(), cancellation);
    }
}
