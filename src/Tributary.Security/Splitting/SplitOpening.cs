using Tributary.Core;

namespace Tributary.Security;

/// <summary>The opening of one group's sum, as the helpers' answers come in.</summary>
internal sealed class SplitOpening(SplitTerms terms, SplitSizes sizes, IReadOnlyList<ClientId> from)
{
    private readonly Dictionary<ClientId, byte[][]> _answers = []; // of each set that the helper is in, packed words
    private readonly HashSet<ClientId> _answered = [], _wrong = [];
    private readonly byte[] _digest = terms.DigestOf([.. terms.Group.Members.Where(from.Contains)]);
    private ulong[]? _masks;
    private string? _failure;

    /// <summary>Whether more answers would change nothing.</summary>
    public bool IsOver => _masks is not null || from.Count < sizes.Minimum;

    /// <summary>What has come of the answers so far.</summary>
    public Hearing Hearing => new(IsOver, [.. _answered], [.. _wrong]);

    /// <summary>The sum of all masks of the included clients.</summary>
    /// <exception cref="UnopenedSumException">The sum is not open.</exception>
    public ulong[] Masks => _masks ?? throw new UnopenedSumException(ProblemCodes.SumNotOpened, from.Count < sizes.Minimum
        ? $"{from.Count} updates came of which at least {sizes.Minimum} must be in a sum, so that the helpers do not open it."
        : $"{_answers.Count} of {terms.Helpers.Count} helpers told the sums of their shares, and {sizes.Threshold} are needed{_failure}.");

    /// <summary>Takes the answers that there are, and opens the sum if they are enough.</summary>
    public void Take(IReadOnlyList<RoundMessage> pieces)
    {
        long longest = _digest.Length + (long)sizes.Sets.With(1).Count() * sizes.Bytes;
        bool more = false;
        foreach (RoundMessage message in LongMessage.Join(pieces, longest))
            if (terms.Helpers.Contains(message.From) && _answered.Add(message.From)) // a second answer counts for nothing
                more |= IsAnswer(message);
        if (more && _answers.Count >= sizes.Threshold) TryOpen();
    }

    private bool IsAnswer(RoundMessage message)
    {
        ReadOnlyMemory<byte> body = message.Body;
        int sets = sizes.Sets.With(NumberOf(message.From)).Count();
        bool right = body.Length == _digest.Length + (long)sets * sizes.Bytes && body.Span[.._digest.Length].SequenceEqual(_digest);
        if (right)
            _answers[message.From] =
                [.. Enumerable.Range(0, sets).Select(i => body.Slice(_digest.Length + i * sizes.Bytes, sizes.Bytes).ToArray())];
        else _wrong.Add(message.From);
        return right;
    }

    // What the helpers of a set tell must be the same. Where it is not, most of them decide; where there is no most, nothing opens.
    private void TryOpen()
    {
        ulong[] masks = new ulong[sizes.Words];
        var wrong = new HashSet<ClientId>();
        foreach (int set in sizes.Sets.All)
        {
            (ClientId Helper, byte[] Sum)[] told = [.. sizes.Sets.MembersOf(set).Select(number => terms.Helpers[number - 1])
                .Where(_answers.ContainsKey).Select(helper => (helper, SumOf(helper, set)))];
            byte[] most = told.Select(one => one.Sum).MaxBy(sum => told.Count(one => one.Sum.AsSpan().SequenceEqual(sum)))!;
            ClientId[] others = [.. told.Where(one => !one.Sum.AsSpan().SequenceEqual(most)).Select(one => one.Helper)];
            if (2 * others.Length >= told.Length)
            {
                _failure = $"; {string.Join(" and ", told.Select(one => $"'{one.Helper}'"))} tell different sums for the same shares, " +
                    "and nobody can say who is wrong";
                return; // another answer may
            }
            wrong.UnionWith(others);
            try
            {
                ulong[] sum = SplitSizes.Unpack(most, sizes.Segments);
                for (int i = 0; i < masks.Length; i++) masks[i] += sum[i];
            }
            catch (MalformedUpdateException e)
            {
                _failure = $"; {e.Message}";
                return;
            }
        }
        _wrong.UnionWith(wrong);
        _masks = masks;
    }

    private byte[] SumOf(ClientId helper, int set) => _answers[helper][sizes.Sets.With(NumberOf(helper)).ToList().IndexOf(set)];

    private int NumberOf(ClientId helper) => terms.Helpers.ToList().IndexOf(helper) + 1;
}
