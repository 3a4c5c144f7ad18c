using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// The check of one group's norms: what helpers tell of their shares, beside what the coordinator has of the masked words.
/// </summary>
/// <param name="terms">Who helps.</param>
/// <param name="sizes">The numbers of the stage.</param>
/// <param name="from">Whose updates are in the sum, in order of invitation.</param>
/// <param name="commitments">A digest of what each of them sent, 32 bytes, in their order.</param>
internal sealed class NormOpening(SplitTerms terms, SplitSizes sizes, IReadOnlyList<ClientId> from, byte[] commitments)
{
    /// <summary>The helpers' answers.</summary>
    public HelperVotes Votes { get; } =
        new(terms, sizes, QuestionOf(terms, from, commitments), checked(from.Count * sizes.Norm!.ByteLength));

    /// <summary>The digest of the question: the seed of the projections too, which nobody knew before all updates were in.</summary>
    public static byte[] QuestionOf(SplitTerms terms, IReadOnlyCollection<ClientId> from, ReadOnlySpan<byte> commitments) =>
        TermsText.DigestOf((byte[])[.. terms.Digest, .. SHA256.HashData(commitments)], from);

    /// <summary>A one for each client whose update is too large; null where the helpers' answers do not say it.</summary>
    /// <param name="wordsOf">The masked words that a client sent.</param>
    public byte[]? FindLarge(Func<ClientId, ulong[]> wordsOf)
    {
        if (Votes.Told is not { } told) return null;
        NormBound norm = sizes.Norm!;
        byte[] seed = QuestionOf(terms, from, commitments), large = new byte[from.Count];
        for (int client = 0; client < large.Length; client++)
        {
            ulong[] sums = SignProjections.Of(wordsOf(from[client]).AsSpan(0, sizes.Values), seed, norm.Projections);
            ulong[] share = new ulong[sums.Length];
            foreach (byte[] said in told)
            {
                try
                {
                    BitPacking.Unpack(said.AsSpan(client * norm.ByteLength, norm.ByteLength), norm.Bits, share);
                }
                catch (MalformedUpdateException)
                {
                    return null;
                }
                for (int k = 0; k < sums.Length; k++) sums[k] += share[k];
            }
            large[client] = norm.Allows(sums) ? (byte)0 : (byte)1;
        }
        return large;
    }
}
