using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// The coordinator's half of <see cref="SecAgg"/>: passes boxes on, and opens a group's sum with what the committee tells. It never has a
/// single client's key.
/// </summary>
internal sealed class SecAggServer(RoundContext round, SecAggSizes sizes) : IServerStage
{
    private readonly Dictionary<int, SumOpening> _openings = [];
    private readonly Dictionary<int, SecAggTerms> _terms = [];

    public async ValueTask ArriveAsync(ClientId from, Payload payload, CancellationToken cancellation)
    {
        SecAggTerms terms = TermsOf(from);
        IReadOnlyList<byte[]> boxes = ((MaskedPayload)payload).Boxes;
        if (boxes.Count != terms.Committee.Count)
            throw new MalformedUpdateException($"The update has {boxes.Count} boxes for a committee of {terms.Committee.Count}.");
        await round.Channel.PostAsync(
            [.. boxes.Select((box, i) => new RoundMessage(round.Round, SecAgg.StageName, from, terms.Committee[i], box))], cancellation);
    }

    public ValueTask<Hearing> HearAsync(StepAnswers answers, CancellationToken cancellation)
    {
        SecAggTerms terms = TermsOf(answers.Included[0]);
        if (!_openings.TryGetValue(terms.Group.Number, out SumOpening? opening))
            _openings[terms.Group.Number] = opening =
                new SumOpening(terms, sizes, ((MaskedPayload)answers.Sum!).Vector, answers.Included);
        if (!opening.IsOver) opening.Take(answers.Messages);
        return new(opening.Hearing);
    }

    public ValueTask<Payload> DecodeAsync(Payload input, IReadOnlyList<ClientId> from, CancellationToken cancellation)
    {
        SecAggTerms terms = TermsOf(from[0]);
        if (!_openings.TryGetValue(terms.Group.Number, out SumOpening? opening))
            throw new UnopenedSumException(ProblemCodes.SumNotOpened, "The committee has not been asked to open the sum.");
        return new(new RingPayload(sizes.Lanes.Segments, sizes.Lanes.Join(opening.Lanes, from.Count)));
    }

    private SecAggTerms TermsOf(ClientId client)
    {
        Group group = round.GroupOf(client);
        if (_terms.TryGetValue(group.Number, out SecAggTerms? known)) return known;
        try
        {
            return _terms[group.Number] = SecAggTerms.Of(round, group, sizes);
        }
        catch (KeeperException e)
        {
            throw new MalformedUpdateException(e.Message, e); // nobody can have sealed a share to such a member
        }
    }
}
