using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// One client in a round of pairwise masks: what it was handed out, the same however often it is asked, and why it refuses.
/// </summary>
internal sealed class PairwiseParty
{
    private readonly ClientContext _context;

    /// <summary>The client of a context.</summary>
    public PairwiseParty(ClientContext context, PairwiseSizes sizes)
    {
        _context = context;
        Terms = PairwiseTerms.Of(context.Round, context.Round.GroupOf(context.Client), sizes);
        Number = Terms.IndexOf(context.Client);
    }

    /// <summary>The terms of its group.</summary>
    public PairwiseTerms Terms { get; }

    /// <summary>Its number in the group.</summary>
    public int Number { get; }

    /// <summary>The numbers of its neighbours.</summary>
    public IReadOnlyList<int> Neighbours => Terms.NeighboursOf(Number);

    /// <summary>The keys of its neighbours, which are checked where they are handed out for the first time.</summary>
    /// <exception cref="KeeperException">They are not what the neighbours signed, too few, or others than before.</exception>
    public async ValueTask<SortedDictionary<int, AdvertisedKeys>> ReadKeysAsync(CancellationToken cancellation)
    {
        SortedDictionary<int, byte[]> parts = await ReadAsync(PairwiseTerms.KeysBox, AdvertisedKeys.Length, cancellation);
        var keys = new SortedDictionary<int, AdvertisedKeys>();
        foreach ((int neighbour, byte[] part) in parts) keys.Add(neighbour, new AdvertisedKeys(part));
        return keys;
    }

    /// <summary>Refuses keys that a neighbour did not sign.</summary>
    /// <exception cref="KeeperException">One is not signed by who it is said to be of, under the terms that this client knows.</exception>
    public void Check(SortedDictionary<int, AdvertisedKeys> keys)
    {
        foreach ((int neighbour, AdvertisedKeys key) in keys)
        {
            ClientId from = Terms.Group.Members[neighbour];
            if (_context.Round.KeyOf(from) is not { } known)
                throw new KeeperException(ProblemCodes.MemberWithoutKey,
                    $"The neighbour '{from}' has told no key, so that nobody knows whether what is said in its name is its own. " +
                    "Leave the round.");
            if (!key.IsOf(from, Terms, known))
                throw Split(
                    $"the keys that it names for '{from}' are not signed by '{from}' for the cohort, seed and sizes that this site knows");
        }
    }

    /// <summary>The boxes that neighbours sealed to this client: with them it shares masks.</summary>
    /// <exception cref="KeeperException">They are too few, or others than before.</exception>
    public ValueTask<SortedDictionary<int, byte[]>> ReadBoxesAsync(CancellationToken cancellation) =>
        ReadAsync(PairwiseTerms.SharesBox, ShareBox.Length, cancellation);

    /// <summary>What neighbours signed about the included set.</summary>
    /// <exception cref="KeeperException">They are too few, or others than before.</exception>
    public ValueTask<SortedDictionary<int, byte[]>> ReadSignaturesAsync(CancellationToken cancellation) =>
        ReadAsync(PairwiseTerms.AgreeBox, RunSignature.Length, cancellation);

    /// <summary>Keeps a digest that may be only one for the round.</summary>
    /// <returns>Whether it is the first, or the same again.</returns>
    public async ValueTask<bool> IsFirstAsync(string what, byte[] digest, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> kept = await _context.Safe.KeepAsync(
            $"{SecAggPairwise.StageName}/{what}/{Terms.Round.Number}", digest, cancellation);
        return kept.Span.SequenceEqual(digest);
    }

    /// <summary>Answers a step.</summary>
    public ValueTask PostAsync(string step, byte[] answer, CancellationToken cancellation) => _context.Round.Channel.PostAsync(
        [new RoundMessage(Terms.Round, step, _context.Client, RoundMessage.Coordinator, answer)], cancellation);

    /// <summary>The refusal where the coordinator does not say the same to all.</summary>
    public KeeperException Split(string how) => new(ProblemCodes.ViewSplit,
        $"In round {Terms.Round} the coordinator does not say the same to all, or passes on what others did not say: {how}. " +
        "This site tells nothing more in the round. Ask who runs the coordinator.");

    /// <summary>The numbered parts that the coordinator handed out, of neighbours only and of enough of them.</summary>
    private async ValueTask<SortedDictionary<int, byte[]>> ReadAsync(string step, int length, CancellationToken cancellation)
    {
        IReadOnlyList<RoundMessage> messages = await _context.Round.Channel.ReadAsync(Terms.Round, step, _context.Client, cancellation);
        RoundMessage message = messages.FirstOrDefault(posted => posted.From == RoundMessage.Coordinator)
            ?? throw Split($"it passed on nothing of the step '{step}'");
        if (!await IsFirstAsync(step, SHA256.HashData(message.Body.Span), cancellation))
            throw Split($"what it passes on of the step '{step}' is not what it passed on before");
        SortedDictionary<int, byte[]> parts;
        try
        {
            parts = NumberedParts.Read(message.Body.Span, length);
        }
        catch (SecurityException e)
        {
            throw Split($"what it passes on of the step '{step}' cannot be read ({e.Message.TrimEnd('.')})");
        }
        if (parts.Keys.Except(Neighbours).Any()) throw Split($"what it passes on of the step '{step}' is of others than neighbours");
        if (parts.Count + 1 < Terms.Threshold)
            throw new KeeperException(ProblemCodes.TooFewNeighbours,
                $"{parts.Count} of {Neighbours.Count} neighbours answered the step '{step}' of round {Terms.Round}, and secrets are " +
                $"rebuilt from {Terms.Threshold} shares of them and this site: the sum could not be opened. This site leaves the round.");
        return parts;
    }
}
