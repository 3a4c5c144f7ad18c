using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// The coordinator's half of <see cref="Split"/>: passes boxes on, and takes the masks off a sum with what the helpers tell. It never has
/// a single client's seeds.
/// </summary>
internal sealed class SplitServer(RoundContext round, SplitSizes sizes) : IServerStage
{
    private readonly Dictionary<int, SplitOpening> _openings = [];

    public async ValueTask ArriveAsync(ClientId from, Payload payload, CancellationToken cancellation)
    {
        SplitTerms terms = TermsOf(from);
        IReadOnlyList<byte[]> boxes = ((SplitPayload)payload).Boxes;
        await round.Channel.PostAsync(
            [.. boxes.Select((box, i) => new RoundMessage(round.Round, Split.StageName, from, terms.Helpers[i], box))], cancellation);
    }

    public async ValueTask<Hearing> HearAsync(StepAnswers answers, CancellationToken cancellation)
    {
        SplitTerms terms = TermsOf(answers.Included[0]);
        if (!_openings.TryGetValue(terms.Group.Number, out SplitOpening? opening))
            _openings[terms.Group.Number] = opening = new SplitOpening(terms, sizes, answers.Included);
        if (!opening.IsOver)
            opening.Take(await round.Channel.ReadAsync(round.Round, Split.StageName, RoundMessage.Coordinator, cancellation));
        return opening.Hearing;
    }

    public ValueTask<Payload> DecodeAsync(Payload input, IReadOnlyList<ClientId> from, CancellationToken cancellation)
    {
        if (!_openings.TryGetValue(round.GroupOf(from[0]).Number, out SplitOpening? opening))
            throw new UnopenedSumException(ProblemCodes.SumNotOpened, "The helpers have not been asked to open the sum.");
        ulong[] words = ((SplitPayload)input).Words, masks = opening.Masks;
        for (int i = 0; i < words.Length; i++) words[i] += masks[i];
        return new(new RingPayload(sizes.Segments, words));
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
