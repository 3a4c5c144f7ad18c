using Tributary.Core;

namespace Tributary.Security;

/// <summary>The opening of one group's sum, as the committee's answers come in.</summary>
internal sealed class SumOpening(SecAggTerms terms, SecAggSizes sizes, MaskedVector sum, IReadOnlyList<ClientId> from)
{
    private readonly Dictionary<ClientId, byte[]> _answers = [];
    private readonly HashSet<ClientId> _answered = [], _wrong = [];
    private readonly byte[] _digest = terms.DigestOf(terms.Group.Members.Where(from.Contains));
    private ulong[]? _lanes;
    private string? _failure;

    /// <summary>Whether more answers would change nothing.</summary>
    public bool IsOver => _lanes is not null || from.Count < sizes.Minimum;

    /// <summary>What has come of the answers so far.</summary>
    public Hearing Hearing => new(IsOver, [.. _answered], [.. _wrong]);

    /// <summary>The opened lanes.</summary>
    /// <exception cref="UnopenedSumException">The sum is not open.</exception>
    public ulong[] Lanes => _lanes ?? throw new UnopenedSumException(ProblemCodes.SumNotOpened, from.Count < sizes.Minimum
        ? $"{from.Count} updates came of which at least {sizes.Minimum} must be in a sum, so that the committee does not open it."
        : $"{_answers.Count} of {terms.Committee.Count} committee members told a share of the sum's key, and {terms.Threshold} are needed" +
            $"{(_failure is null ? "" : $"; with what they told it does not open: {_failure}")}.");

    /// <summary>Takes the answers that there are, and opens the sum if they are enough.</summary>
    public void Take(IReadOnlyList<RoundMessage> messages)
    {
        bool more = false;
        foreach (RoundMessage message in messages)
            if (terms.Committee.Contains(message.From) && _answered.Add(message.From)) // a second answer counts for nothing
                more |= IsAnswer(message);
        if (more && _answers.Count >= terms.Threshold) TryOpen();
    }

    private bool IsAnswer(RoundMessage message)
    {
        ReadOnlySpan<byte> body = message.Body.Span;
        bool right = body.Length == _digest.Length + FieldShare.ByteLength(LatticeParameters.Degree)
            && body[.._digest.Length].SequenceEqual(_digest);
        if (right) _answers[message.From] = body[_digest.Length..].ToArray();
        else _wrong.Add(message.From);
        return right;
    }

    private void TryOpen()
    {
        var shares = new List<FieldShare>();
        try
        {
            foreach ((ClientId member, byte[] answer) in _answers.ToArray())
            {
                try
                {
                    shares.Add(FieldShare.FromBytes(answer, NumberOf(member), LatticeParameters.Degree));
                }
                catch (SecurityException)
                {
                    _answers.Remove(member);
                    _wrong.Add(member);
                }
            }
            (MaskingKey keySum, IReadOnlyList<int> wrong) = KeySharing.Rebuild(shares, terms.Threshold);
            using (keySum) _lanes = KeyHomomorphicMask.Open(terms.Seed, keySum, sum);
            _wrong.UnionWith(wrong.Select(number => terms.Committee[number - 1]));
        }
        catch (SecurityException e)
        {
            _failure = e.Message; // the next answer may show who is wrong
        }
        finally
        {
            foreach (FieldShare share in shares) share.Dispose();
        }
    }

    private int NumberOf(ClientId member)
    {
        int index = 0;
        while (terms.Committee[index] != member) index++;
        return index + 1;
    }
}
