using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// The coordinator's half of <see cref="SecAggPairwise"/>: passes keys, boxes and signatures on to neighbours, drops who said what cannot
/// be, and takes what is left of the masks off a group's sum. It never has both secrets of a client.
/// </summary>
internal sealed class PairwiseServer(RoundContext round, PairwiseSizes sizes) : IServerStage
{
    private readonly Dictionary<int, PairwiseTerms> _terms = [];
    private readonly Dictionary<int, PairwiseOpening> _openings = [];
    private readonly Dictionary<(string Step, ClientId From), bool> _checked = [];

    public async ValueTask<Hearing> HearAsync(StepAnswers answers, CancellationToken cancellation)
    {
        PairwiseTerms terms = TermsOf(answers.Group);
        if (answers.Step.Name == PairwiseTerms.UnmaskBox)
        {
            PairwiseOpening opening = await OpeningOfAsync(terms, answers, cancellation);
            opening.Take(answers.Messages);
            return opening.Hearing;
        }
        byte[] digest = answers.Step.Name == PairwiseTerms.AgreeBox ? terms.DigestOf(InOrder(terms, answers.Included)) : [];
        var asked = answers.Asked.Select(terms.IndexOf).ToHashSet();
        return answers.Everybody with
        {
            Wrong = [.. answers.Messages.Where(message => !IsRight(terms, answers.Step.Name, message, asked, digest))
                .Select(message => message.From)],
        };
    }

    public async ValueTask PassAsync(StepAnswers answers, CancellationToken cancellation)
    {
        PairwiseTerms terms = TermsOf(answers.Group);
        string step = answers.Step.Name;
        var said = answers.Messages.ToDictionary(message => terms.IndexOf(message.From), message => message.Body.ToArray());
        Dictionary<int, SortedDictionary<int, byte[]>> boxes = step == PairwiseTerms.SharesBox
            ? said.ToDictionary(pair => pair.Key, pair => NumberedParts.Read(pair.Value, ShareBox.Length)) : [];
        await round.Channel.PostAsync(
            [.. answers.Asked.Select(client => new RoundMessage(
                round.Round, step, RoundMessage.Coordinator, client, NumberedParts.Write(PartsFor(terms.IndexOf(client)))))],
            cancellation);

        IEnumerable<KeyValuePair<int, byte[]>> PartsFor(int client) => terms.NeighboursOf(client).Where(said.ContainsKey)
            .Select(neighbour => KeyValuePair.Create(
                neighbour, step == PairwiseTerms.SharesBox ? boxes[neighbour][client] : said[neighbour]));
    }

    public ValueTask<Payload> DecodeAsync(Payload input, IReadOnlyList<ClientId> from, CancellationToken cancellation)
    {
        Group group = round.GroupOf(from[0]);
        return _openings.TryGetValue(group.Number, out PairwiseOpening? opening)
            ? new(new RingPayload(sizes.Segments, opening.Words))
            : throw new UnopenedSumException(ProblemCodes.SumNotOpened,
                $"{from.Count} updates came of the group, and its clients did not come so far as to be asked for their shares: at least " +
                $"{sizes.Minimum} must be in a sum, and agree on it.");
    }

    private PairwiseTerms TermsOf(Group group) => _terms.TryGetValue(group.Number, out PairwiseTerms? known)
        ? known
        : _terms[group.Number] = PairwiseTerms.Of(round, group, sizes);

    private static IEnumerable<ClientId> InOrder(PairwiseTerms terms, IEnumerable<ClientId> clients) =>
        clients.OrderBy(terms.IndexOf);

    /// <summary>Whether an answer can be passed on: looked at once, for signatures take their time.</summary>
    private bool IsRight(PairwiseTerms terms, string step, RoundMessage message, HashSet<int> asked, byte[] digest)
    {
        if (_checked.TryGetValue((step, message.From), out bool known)) return known;
        return _checked[(step, message.From)] = step switch
        {
            PairwiseTerms.KeysBox => new AdvertisedKeys(message.Body).IsOf(message.From, terms, round.KeyOf(message.From)),
            PairwiseTerms.SharesBox => AreBoxes(message.Body.Span, terms.NeighboursOf(terms.IndexOf(message.From)).Where(asked.Contains)),
            _ => AgreeOnIncluded.IsSigned(terms, message.From, round.KeyOf(message.From), digest, message.Body.Span),
        };
    }

    private static bool AreBoxes(ReadOnlySpan<byte> message, IEnumerable<int> neighbours)
    {
        try
        {
            return NumberedParts.Read(message, ShareBox.Length).Keys.SequenceEqual(neighbours);
        }
        catch (SecurityException)
        {
            return false;
        }
    }

    /// <summary>
    /// What a group's sum opens with: the keys, who shares masks, and the sum; read from the channel, also after a restart.
    /// </summary>
    private async ValueTask<PairwiseOpening> OpeningOfAsync(PairwiseTerms terms, StepAnswers answers, CancellationToken cancellation)
    {
        if (_openings.TryGetValue(terms.Group.Number, out PairwiseOpening? known)) return known;
        var keys = new Dictionary<int, AdvertisedKeys>();
        foreach (RoundMessage message in await round.Channel.ReadAsync(
            round.Round, PairwiseTerms.KeysBox, RoundMessage.Coordinator, cancellation))
            if (terms.IndexOf(message.From) is >= 0 and var number) keys.TryAdd(number, new AdvertisedKeys(message.Body));
        var masked = new HashSet<int>(); // whoever was given the boxes may have masked an update with all who were
        foreach (ClientId member in terms.Group.Members)
            if ((await round.Channel.ReadAsync(round.Round, PairwiseTerms.SharesBox, member, cancellation)).Count > 0)
                masked.Add(terms.IndexOf(member));
        return _openings[terms.Group.Number] = new PairwiseOpening(
            terms, ((PairwisePayload)answers.Sum!).Words, [.. answers.Included.Select(terms.IndexOf)], masked, keys);
    }
}
