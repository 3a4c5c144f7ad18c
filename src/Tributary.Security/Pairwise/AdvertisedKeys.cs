using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// What a client tells everybody about its secrets of a round, signed: the keys of its boxes and of its masks, and a commitment to the seed
/// of its own mask, so that a wrong one is noticed when it is rebuilt.
/// </summary>
/// <param name="Bytes">Two points of 65 bytes, the commitment of 32, the signature of 64.</param>
internal sealed record AdvertisedKeys(ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Bytes of all.</summary>
    public const int Length = Signed + RunSignature.Length;

    private const int CommitmentLength = 32, Signed = (2 * BoxPoint.Length) + CommitmentLength;
    private const string Purpose = "tributary pairwise keys 1";

    /// <summary>What boxes to the client are sealed with.</summary>
    public ReadOnlySpan<byte> SealPoint => Bytes.Span[..BoxPoint.Length];

    /// <summary>What masks with the client are derived from.</summary>
    public ReadOnlySpan<byte> MaskPoint => Bytes.Span[BoxPoint.Length..(2 * BoxPoint.Length)];

    /// <summary>The commitment to the seed of the client's own mask.</summary>
    public ReadOnlySpan<byte> Commitment => Bytes.Span[(2 * BoxPoint.Length)..Signed];

    /// <summary>The keys of a client's secrets, signed with its key of the run.</summary>
    public static AdvertisedKeys Of(PairwiseSecrets secrets, PairwiseTerms terms, ClientId client, BoxKey own)
    {
        byte[] content = [.. secrets.BoxKey.PublicKey, .. secrets.MaskKey.PublicKey, .. PairwiseMask.CommitmentOf(secrets.Seed)];
        return new AdvertisedKeys((byte[])[.. content, .. RunSignature.Sign(own, terms.ToSign(Purpose, client, content))]);
    }

    /// <summary>Whether a client signed this under these terms.</summary>
    public bool IsOf(ClientId client, PairwiseTerms terms, ReadOnlyMemory<byte>? key) => Bytes.Length == Length && key is { } known
        && RunSignature.IsOf(known.Span, terms.ToSign(Purpose, client, Bytes.Span[..Signed]), Bytes.Span[Signed..]);
}
