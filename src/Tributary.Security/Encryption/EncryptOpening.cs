using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>The opening of one group's encrypted sum, as the committee's answers come in.</summary>
internal sealed class EncryptOpening(
    EncryptTerms terms, SignedKey key, EncryptedVector sum, byte[] helping, IReadOnlyList<ClientId> from)
{
    private readonly Dictionary<ClientId, PartialDecryption> _answers = [];
    private readonly HashSet<ClientId> _answered = [], _wrong = [];
    private readonly byte[] _digest = DigestOf(key, [.. terms.Group.Members.Where(from.Contains)], helping);
    private ulong[]? _words;
    private string? _failure;

    /// <summary>Whether more answers would change nothing.</summary>
    public bool IsOver => _words is not null || from.Count < terms.Plan.Minimum;

    /// <summary>What has come of the answers so far.</summary>
    public Hearing Hearing => new(IsOver, [.. _answered], [.. _wrong]);

    // With as many answers as the threshold a wrong one cannot be seen; with one more it can.
    private int Wanted => Math.Min(key.Holders.Count, terms.Plan.Sizes.Threshold + 1);

    /// <summary>The digest of the question that members answer: key, included clients, and what is to be opened.</summary>
    public static byte[] DigestOf(SignedKey key, IReadOnlyCollection<ClientId> included, ReadOnlySpan<byte> helping) =>
        TermsText.DigestOf((byte[])[.. key.Digest, .. SHA256.HashData(helping)], included);

    /// <summary>Takes the answers that there are, and opens the sum if they are enough.</summary>
    public void Take(IReadOnlyList<RoundMessage> pieces)
    {
        int longest = _digest.Length + PartialDecryption.ByteLength(sum.Packing, sum.Length);
        bool more = false;
        foreach (RoundMessage message in LongMessage.Join(pieces, longest))
            if (key.Holders.Contains(terms.NumberOf(message.From)) && _answered.Add(message.From)) // a second answer counts for nothing
                more |= IsAnswer(message);
        if (more && _answers.Count >= Wanted) TryOpen();
    }

    /// <summary>The opened words.</summary>
    /// <exception cref="UnopenedSumException">The sum is not open, and cannot be opened with the answers that came.</exception>
    public ulong[] Words()
    {
        if (!IsOver && _answers.Count >= terms.Plan.Sizes.Threshold) TryOpen(); // no more will come
        return _words ?? throw new UnopenedSumException(ProblemCodes.SumNotOpened, from.Count < terms.Plan.Minimum
            ? $"{from.Count} updates came of which at least {terms.Plan.Minimum} must be in a sum, so that the committee does not open it."
            : $"{_answers.Count} of {terms.Committee.Count} committee members opened their part of the sum, and " +
                $"{terms.Plan.Sizes.Threshold} are needed" +
                $"{(_failure is null ? "" : $"; with what they told it does not open: {_failure}")}.");
    }

    private bool IsAnswer(RoundMessage message)
    {
        try
        {
            if (!message.Body.Span.StartsWith(_digest)) throw new SecurityException("It is about another sum.");
            _answers[message.From] = PartialDecryption.FromBytes(
                message.Body.Span[_digest.Length..], terms.NumberOf(message.From), sum.Packing, sum.Length);
            return true;
        }
        catch (SecurityException)
        {
            _wrong.Add(message.From);
            return false;
        }
    }

    private void TryOpen()
    {
        try
        {
            (_words, IReadOnlyList<int> wrong) = ThresholdEncryption.Open(sum, [.. _answers.Values], terms.Plan.Sizes);
            _wrong.UnionWith(wrong.Select(number => terms.Committee[number - 1]));
        }
        catch (SecurityException e)
        {
            _failure = e.Message; // the next answer may show who is wrong
        }
    }
}
