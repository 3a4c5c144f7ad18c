using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// The coordinator's half of <see cref="Encrypt"/>: hands out the parts of the key, adds encrypted updates, and opens the sum with what the
/// committee tells. It never has a key, nor a share of one.
/// </summary>
internal sealed class EncryptServer(RoundContext round, EncryptPlan plan) : IServerStage
{
    private readonly Dictionary<int, EncryptTerms> _terms = [];
    private readonly Dictionary<int, SignedKey> _keys = [];
    private readonly Dictionary<int, EncryptOpening> _openings = [];

    public async ValueTask<Hearing> HearAsync(StepAnswers answers, CancellationToken cancellation)
    {
        if (answers.Step.Name == Encrypt.KeysStep)
            return answers.Everybody with { Wrong = [.. answers.Messages.Select(message => message.From).Except(PartsOf(answers).Keys)] };
        EncryptTerms terms = TermsOf(answers.Group);
        if (!_openings.TryGetValue(terms.Group.Number, out EncryptOpening? opening))
        {
            EncryptedVector sum = ((EncryptedPayload)answers.Sum!).Vector;
            SignedKey key = await KeyOfAsync(answers.Included[0], cancellation);
            byte[] helping = sum.HelpingBytes();
            _openings[terms.Group.Number] = opening = new EncryptOpening(terms, key, sum, helping, answers.Included);
            if (!opening.IsOver)
                foreach (int holder in key.Holders)
                    await round.Channel.PostAsync(LongMessage.Cut(new RoundMessage(
                        round.Round, Encrypt.OpenStep, RoundMessage.Coordinator, terms.Committee[holder - 1], helping)), cancellation);
        }
        if (!opening.IsOver)
            opening.Take(await round.Channel.ReadAsync(round.Round, Encrypt.OpenStep, RoundMessage.Coordinator, cancellation));
        return opening.Hearing;
    }

    public async ValueTask PassAsync(StepAnswers answers, CancellationToken cancellation)
    {
        if (answers.Step.Name != Encrypt.KeysStep) return;
        Dictionary<ClientId, HolderMessage> parts = PartsOf(answers);
        if (parts.Count == 0) return; // nobody can encrypt, and the clients say so
        EncryptTerms terms = TermsOf(answers.Group);
        byte[] key = SignedKey.ToBytes(parts.Select(part => (terms.NumberOf(part.Key), part.Value)));
        await round.Channel.PostAsync([.. answers.Asked.Select(client => Message(RoundMessage.Coordinator, client, key))], cancellation);
        foreach (ClientId holder in terms.Committee.Where(parts.ContainsKey))
            await round.Channel.PostAsync(
                [.. parts[holder].Boxes.Select((box, i) => Message(holder, terms.Committee[i], box))], cancellation);

        RoundMessage Message(ClientId from, ClientId to, byte[] body) => new(round.Round, Encrypt.KeysStep, from, to, body);
    }

    public async ValueTask ArriveAsync(ClientId from, Payload payload, CancellationToken cancellation)
    {
        SignedKey key = await KeyOfAsync(from, cancellation);
        if (!((EncryptedPayload)payload).Key.SequenceEqual(key.Digest))
            throw new MalformedUpdateException(
                "The update is encrypted under another key than the round's, so that nobody could open the sum.");
    }

    public ValueTask<Payload> DecodeAsync(Payload input, IReadOnlyList<ClientId> from, CancellationToken cancellation)
    {
        if (!_openings.TryGetValue(round.GroupOf(from[0]).Number, out EncryptOpening? opening))
            throw new UnopenedSumException(ProblemCodes.SumNotOpened, "The committee has not been asked to open the sum.");
        return new(new RingPayload(plan.Lanes.Segments, plan.Lanes.Join(opening.Words(), from.Count)));
    }

    private Dictionary<ClientId, HolderMessage> PartsOf(StepAnswers answers)
    {
        var parts = new Dictionary<ClientId, HolderMessage>();
        foreach (RoundMessage message in answers.Messages)
        {
            try
            {
                EncryptTerms terms = TermsOf(answers.Group);
                if (terms.NumberOf(message.From) is > 0 and int holder)
                    parts[message.From] = HolderMessage.FromBytes(message.Body.Span, terms, holder);
            }
            catch (Exception e) when (e is SecurityException or MalformedUpdateException)
            {
                // not a part of this key
            }
        }
        return parts;
    }

    // From the channel, as a process that was started anew has handed out nothing itself.
    private async ValueTask<SignedKey> KeyOfAsync(ClientId client, CancellationToken cancellation)
    {
        EncryptTerms terms = TermsOf(round.GroupOf(client));
        if (_keys.TryGetValue(terms.Group.Number, out SignedKey? known)) return known;
        try
        {
            return _keys[terms.Group.Number] = await SignedKey.ReadAsync(round, terms, client, cancellation);
        }
        catch (KeeperException e)
        {
            throw new MalformedUpdateException(e.Message, e);
        }
    }

    private EncryptTerms TermsOf(Group group)
    {
        if (_terms.TryGetValue(group.Number, out EncryptTerms? known)) return known;
        try
        {
            return _terms[group.Number] = EncryptTerms.Of(round, group, plan);
        }
        catch (KeeperException e)
        {
            throw new MalformedUpdateException(e.Message, e); // nobody can have sealed a share to such a member
        }
    }
}
