using Tributary.Core;

namespace Tributary.Security;

/// <summary>How split updates travel: words in the bits of their rings in one tensor, and the boxes of the helpers in another.</summary>
/// <param name="Segments">The segments of the words.</param>
/// <param name="Helpers">The number of boxes.</param>
/// <param name="BoxLength">Bytes of each.</param>
internal sealed record SplitCoding(IReadOnlyList<Segment> Segments, int Helpers, int BoxLength) : IPayloadCoding
{
    /// <inheritdoc/>
    public long Bytes =>
        Segments.Sum(segment => (long)BitPacking.ByteLength(segment.Length, segment.RingBits)) + (long)Helpers * BoxLength;

    /// <inheritdoc/>
    public Payload Read(OpaquePayload tensors)
    {
        tensors.ExpectCount(2);
        ReadOnlySpan<byte> boxes = tensors.Read<byte>(SplitPayload.BoxesTensor, Helpers * BoxLength);
        byte[][] each = new byte[Helpers][];
        for (int i = 0; i < each.Length; i++) each[i] = boxes.Slice(i * BoxLength, BoxLength).ToArray();
        return new SplitPayload(Segments, SplitSizes.Unpack(tensors.Read<byte>(SplitPayload.WordsTensor), Segments), each);
    }

    /// <inheritdoc/>
    public bool Equals(SplitCoding? other) =>
        other is not null && Segments.SequenceEqual(other.Segments) && (Helpers, BoxLength) == (other.Helpers, other.BoxLength);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Segments.Count, Helpers, BoxLength);
}
