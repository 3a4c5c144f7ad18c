using Tributary.Core;

namespace Tributary.Security;

/// <summary>What helpers tell about one question, for each set of them that shares seeds: the same, if all are right.</summary>
/// <param name="terms">Who helps.</param>
/// <param name="sizes">Sets and threshold.</param>
/// <param name="digest">Of the question; each answer begins with it.</param>
/// <param name="bytes">Bytes that are told for a set.</param>
internal sealed class HelperVotes(SplitTerms terms, SplitSizes sizes, byte[] digest, int bytes)
{
    private readonly Dictionary<ClientId, byte[][]> _answers = [];
    private readonly HashSet<ClientId> _answered = [], _wrong = [];

    /// <summary>What was told for each set, in their order, once that is certain.</summary>
    public IReadOnlyList<byte[]>? Told { get; private set; }

    /// <summary>Why it is not, as the end of a sentence.</summary>
    public string? Failure { get; private set; }

    /// <summary>How many helpers gave an answer that is one.</summary>
    public int Count => _answers.Count;

    /// <summary>What has come of the answers so far.</summary>
    public Hearing Hearing => new(Told is not null, [.. _answered], [.. _wrong]);

    /// <summary>Takes the answers that there are.</summary>
    public void Take(IReadOnlyList<RoundMessage> pieces)
    {
        long longest = digest.Length + (long)sizes.Sets.With(1).Count() * bytes;
        bool more = false;
        foreach (RoundMessage message in LongMessage.Join(pieces, longest))
            if (terms.Helpers.Contains(message.From) && _answered.Add(message.From)) // a second answer counts for nothing
                more |= IsAnswer(message);
        if (more && Told is null && _answers.Count >= sizes.Threshold) Decide();
    }

    private bool IsAnswer(RoundMessage message)
    {
        ReadOnlyMemory<byte> body = message.Body;
        int sets = sizes.Sets.With(NumberOf(message.From)).Count();
        bool right = body.Length == digest.Length + (long)sets * bytes && body.Span[..digest.Length].SequenceEqual(digest);
        if (right)
            _answers[message.From] = [.. Enumerable.Range(0, sets).Select(i => body.Slice(digest.Length + (i * bytes), bytes).ToArray())];
        else _wrong.Add(message.From);
        return right;
    }

    // What the helpers of a set tell must be the same. Where it is not, most of them decide; where there is no most, nothing is certain.
    private void Decide()
    {
        var told = new List<byte[]>();
        var wrong = new HashSet<ClientId>();
        foreach (int set in sizes.Sets.All)
        {
            (ClientId Helper, byte[] Said)[] said = [.. sizes.Sets.MembersOf(set).Select(number => terms.Helpers[number - 1])
                .Where(_answers.ContainsKey).Select(helper => (helper, SaidBy(helper, set)))];
            byte[] most = said.Select(one => one.Said).MaxBy(bytes => said.Count(one => one.Said.AsSpan().SequenceEqual(bytes)))!;
            ClientId[] others = [.. said.Where(one => !one.Said.AsSpan().SequenceEqual(most)).Select(one => one.Helper)];
            if (2 * others.Length >= said.Length)
            {
                Failure = $"; {string.Join(" and ", said.Select(one => $"'{one.Helper}'"))} tell different sums for the same shares, " +
                    "and nobody can say who is wrong";
                return; // another answer may
            }
            wrong.UnionWith(others);
            told.Add(most);
        }
        _wrong.UnionWith(wrong);
        Told = told;
    }

    private byte[] SaidBy(ClientId helper, int set) => _answers[helper][sizes.Sets.With(NumberOf(helper)).ToList().IndexOf(set)];

    private int NumberOf(ClientId helper) => terms.Helpers.ToList().IndexOf(helper) + 1;
}
