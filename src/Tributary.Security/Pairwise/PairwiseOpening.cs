using Tributary.Core;

namespace Tributary.Security;

/// <summary>The opening of one group's sum, as its clients tell their shares.</summary>
/// <param name="terms">The terms of the group.</param>
/// <param name="sum">The masked sum; not changed.</param>
/// <param name="included">The numbers of the clients in it.</param>
/// <param name="masked">The numbers of those that share masks with their neighbours.</param>
/// <param name="keys">What clients advertised, by number.</param>
internal sealed class PairwiseOpening(
    PairwiseTerms terms, ulong[] sum, HashSet<int> included, HashSet<int> masked, IReadOnlyDictionary<int, AdvertisedKeys> keys)
{
    private readonly HashSet<ClientId> _answered = [], _wrong = [];
    private readonly SortedDictionary<int, SortedDictionary<int, byte[]>> _shares = []; // by owner, then by holder
    private readonly SecretRebuilder _rebuilder = new(terms, keys);
    private ulong[]? _words;
    private string? _failure;

    /// <summary>Whether more answers would change nothing.</summary>
    public bool IsOver => _words is not null || included.Count < terms.Sizes.Minimum;

    /// <summary>What has come of the answers so far.</summary>
    public Hearing Hearing => new(IsOver, [.. _answered], [.. _wrong]);

    /// <summary>The sum without masks.</summary>
    /// <exception cref="UnopenedSumException">It is not open.</exception>
    public ulong[] Words => _words ?? throw new UnopenedSumException(
        _failure is null ? ProblemCodes.SumNotOpened : ProblemCodes.SharesInconsistent,
        included.Count < terms.Sizes.Minimum
            ? $"{included.Count} updates came of which at least {terms.Sizes.Minimum} must be in a sum, so that nobody opens it."
            : _failure ?? $"{_answered.Count} of {included.Count} clients in the sum told their shares. Of " +
                $"'{terms.Group.Members[Needed.First(owner => HeldOf(owner) < terms.Threshold)]}' there are " +
                $"{HeldOf(Needed.First(owner => HeldOf(owner) < terms.Threshold))}, and {terms.Threshold} rebuild its part of the masks.");

    /// <summary>Takes the answers that there are, and opens the sum if they are enough.</summary>
    public void Take(IReadOnlyList<RoundMessage> messages)
    {
        if (IsOver) return;
        bool more = false;
        foreach (RoundMessage message in messages)
            if (_answered.Add(message.From)) // a second answer counts for nothing
                more |= IsAnswer(message);
        if (more && Needed.All(owner => HeldOf(owner) >= terms.Threshold)) TryOpen();
    }

    /// <summary>Whose secret has to be rebuilt: everybody's in the sum, and those that left it with masks in it.</summary>
    private IEnumerable<int> Needed =>
        included.Concat(masked.Where(owner => !included.Contains(owner) && terms.NeighboursOf(owner).Any(included.Contains)));

    private int HeldOf(int owner) => _shares.TryGetValue(owner, out SortedDictionary<int, byte[]>? held) ? held.Count : 0;

    private bool IsAnswer(RoundMessage message)
    {
        int holder = terms.IndexOf(message.From);
        try
        {
            SortedDictionary<int, byte[]> parts = NumberedParts.Read(message.Body.Span, TellShares.PartLength);
            var owners = terms.NeighboursOf(holder).Where(masked.Contains).Append(holder).ToHashSet();
            if (parts.All(part => owners.Contains(part.Key)
                && part.Value[0] == (included.Contains(part.Key) ? TellShares.OfSeed : TellShares.OfKey)))
            {
                foreach (byte[] part in parts.Values) SharedSecrets.Read(holder, part.AsSpan(1)).Dispose();
                foreach ((int owner, byte[] part) in parts)
                {
                    if (!_shares.TryGetValue(owner, out SortedDictionary<int, byte[]>? held)) _shares[owner] = held = [];
                    held[holder] = part[1..];
                }
                return true;
            }
        }
        catch (SecurityException)
        {
            // it is none
        }
        _wrong.Add(message.From);
        return false;
    }

    private void TryOpen()
    {
        ulong[] words = [.. sum];
        using var secret = new SecretBuffer<byte>(SharedSecrets.SecretLength);
        foreach (int owner in Needed.Order())
        {
            bool isIncluded = included.Contains(owner);
            if (!_rebuilder.TryRebuild(owner, isIncluded, _shares[owner], secret.Span, out IReadOnlyList<int> wrong))
            {
                // the next answer may show who is wrong
                _failure = $"The {HeldOf(owner)} shares that were told of '{terms.Group.Members[owner]}' do not rebuild what it " +
                    "committed itself to: it shared something else, or those that told them lie.";
                return;
            }
            _wrong.UnionWith(wrong.Select(holder => terms.Group.Members[holder]));
            if (isIncluded) PairwiseMask.ApplyOwn(words, terms, secret.Span, negate: true);
            else TakeOff(words, owner, secret.Span);
        }
        (_words, _failure) = (words, null);
        _shares.Clear();
    }

    /// <summary>Takes off what the neighbours of a client that left the sum added for it.</summary>
    private void TakeOff(ulong[] words, int left, ReadOnlySpan<byte> scalar)
    {
        using BoxKey key = BoxKey.TryFromScalar(scalar)!; // it has been held against its point
        foreach (int neighbour in terms.NeighboursOf(left).Where(included.Contains))
            PairwiseMask.ApplyShared(words, terms, key, keys[neighbour].MaskPoint, neighbour, left, negate: true);
    }
}
