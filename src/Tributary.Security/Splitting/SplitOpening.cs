using Tributary.Core;

namespace Tributary.Security;

/// <summary>The opening of one group's sum, as the helpers' answers come in.</summary>
/// <param name="terms">Who helps.</param>
/// <param name="sizes">The numbers of the stage.</param>
/// <param name="from">Whose updates are to be opened, in order of invitation.</param>
internal sealed class SplitOpening(SplitTerms terms, SplitSizes sizes, IReadOnlyList<ClientId> from)
{
    private readonly HelperVotes _votes = new(terms, sizes, terms.DigestOf(from), sizes.Bytes);

    /// <summary>What has come of the answers so far.</summary>
    public Hearing Hearing => _votes.Hearing with { IsReady = _votes.Told is not null || from.Count < sizes.Minimum };

    /// <summary>Takes the answers that there are.</summary>
    public void Take(IReadOnlyList<RoundMessage> pieces)
    {
        if (!Hearing.IsReady) _votes.Take(pieces);
    }

    /// <summary>The sum of all masks of these clients.</summary>
    /// <exception cref="UnopenedSumException">The sum is not open.</exception>
    /// <exception cref="MalformedUpdateException">What was told is no words.</exception>
    public ulong[] Masks()
    {
        if (_votes.Told is not { } told)
            throw new UnopenedSumException(ProblemCodes.SumNotOpened, from.Count < sizes.Minimum
                ? $"{from.Count} updates came of which at least {sizes.Minimum} must be in a sum, so that the helpers do not open it."
                : $"{_votes.Count} of {terms.Helpers.Count} helpers told the sums of their shares, and {sizes.Threshold} are needed" +
                    $"{_votes.Failure}.");
        ulong[] masks = new ulong[sizes.Words];
        foreach (byte[] sum in told)
        {
            ulong[] words = SplitSizes.Unpack(sum, sizes.Segments);
            for (int i = 0; i < masks.Length; i++) masks[i] += words[i];
        }
        return masks;
    }
}
