using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// The coordinator's half of <see cref="Split"/>: passes boxes on, and takes the masks off a sum with what the helpers tell. It never has
/// a single client's seeds.
/// </summary>
internal sealed class SplitServer(RoundContext round, SplitSizes sizes) : IServerStage
{
    private readonly Dictionary<int, SplitOpening> _openings = [];
    private readonly Dictionary<int, NormOpening> _norms = [];
    private readonly Dictionary<ClientId, (byte[] Words, byte[] Digest)> _kept = []; // where norms are checked
    private readonly Dictionary<int, IReadOnlyList<ClientId>> _large = [];

    /// <inheritdoc/>
    public IReadOnlyCollection<ClientId> Excluded => [.. _large.Values.SelectMany(clients => clients)];

    public async ValueTask ArriveAsync(ClientId from, Payload payload, CancellationToken cancellation)
    {
        SplitTerms terms = TermsOf(from);
        var update = (SplitPayload)payload;
        if (sizes.Norm is not null)
        {
            byte[] words = sizes.Pack(update.Words);
            byte[] sent = [.. SHA256.HashData(words), .. update.Boxes.SelectMany(SHA256.HashData)];
            _kept[from] = (words, SHA256.HashData(sent));
        }
        await round.Channel.PostAsync(
            [.. update.Boxes.Select((box, i) => new RoundMessage(round.Round, Split.StageName, from, terms.Helpers[i], box))],
            cancellation);
    }

    public async ValueTask<Hearing> HearAsync(StepAnswers answers, CancellationToken cancellation)
    {
        SplitTerms terms = TermsOf(answers.Included[0]);
        IReadOnlyList<ClientId> from = [.. terms.Group.Members.Where(answers.Included.Contains)];
        if (answers.Step.Name == Split.NormsStep)
        {
            NormOpening norms = await NormsAsync(terms, from, cancellation);
            return norms.Votes.Hearing with { IsReady = norms.Votes.Told is not null || from.Count < sizes.Minimum };
        }
        if (!_openings.TryGetValue(terms.Group.Number, out SplitOpening? opening))
        {
            if (sizes.Norm is not null && await terms.ReadLargeAsync(round.Channel, terms.Helpers[0], cancellation) is { } large)
            {
                _large[terms.Group.Number] = [.. from.Where((_, i) => large.Span[i] != 0)];
                from = [.. from.Where((_, i) => large.Span[i] == 0)];
            }
            _openings[terms.Group.Number] = opening = new SplitOpening(terms, sizes, from);
        }
        opening.Take(await round.Channel.ReadAsync(round.Round, Split.StageName, RoundMessage.Coordinator, cancellation));
        return opening.Hearing;
    }

    public async ValueTask PassAsync(StepAnswers answers, CancellationToken cancellation)
    {
        if (answers.Step.Name != Split.NormsStep) return;
        SplitTerms terms = TermsOf(answers.Included[0]);
        // What was said first counts, also after a restart.
        if (await terms.ReadLargeAsync(round.Channel, terms.Helpers[0], cancellation) is not null) return;
        IReadOnlyList<ClientId> from = [.. terms.Group.Members.Where(answers.Included.Contains)];
        NormOpening norms = await NormsAsync(terms, from, cancellation);
        if (norms.FindLarge(client => SplitSizes.Unpack(_kept[client].Words, sizes.Segments)) is { } large)
            await round.Channel.PostAsync(
                [.. terms.Helpers.Select(helper =>
                    new RoundMessage(round.Round, Split.StageName, RoundMessage.Coordinator, helper, large))], cancellation);
    }

    public ValueTask<Payload> DecodeAsync(Payload input, IReadOnlyList<ClientId> from, CancellationToken cancellation)
    {
        int group = round.GroupOf(from[0]).Number;
        if (!_openings.TryGetValue(group, out SplitOpening? opening))
            throw new UnopenedSumException(ProblemCodes.SumNotOpened, "The helpers have not been asked to open the sum.");
        ulong[] words = ((SplitPayload)input).Words, masks = opening.Masks();
        for (int i = 0; i < words.Length; i++) words[i] += masks[i];
        foreach (ClientId large in _large.GetValueOrDefault(group) ?? [])
        {
            ulong[] left = SplitSizes.Unpack(_kept[large].Words, sizes.Segments);
            for (int i = 0; i < words.Length; i++) words[i] -= left[i];
        }
        return new(new RingPayload(sizes.Decoded, words));
    }

    private async ValueTask<NormOpening> NormsAsync(SplitTerms terms, IReadOnlyList<ClientId> from, CancellationToken cancellation)
    {
        if (!_norms.TryGetValue(terms.Group.Number, out NormOpening? norms))
        {
            byte[] commitments = [.. from.SelectMany(client => _kept[client].Digest)];
            _norms[terms.Group.Number] = norms = new NormOpening(terms, sizes, from, commitments);
            if (from.Count >= sizes.Minimum)
                await round.Channel.PostAsync(
                    [.. terms.Helpers.Select(helper =>
                        new RoundMessage(round.Round, Split.NormsStep, RoundMessage.Coordinator, helper, commitments))], cancellation);
        }
        norms.Votes.Take(await round.Channel.ReadAsync(round.Round, Split.NormsStep, RoundMessage.Coordinator, cancellation));
        return norms;
    }

    private SplitTerms TermsOf(ClientId client)
    {
        try
        {
            return SplitTerms.Of(round, round.GroupOf(client), sizes);
        }
        catch (KeeperException e)
        {
            throw new MalformedUpdateException(e.Message, e); // nobody can have sealed a share to such a helper
        }
    }
}
