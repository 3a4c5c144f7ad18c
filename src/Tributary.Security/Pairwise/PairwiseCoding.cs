using Tributary.Core;

namespace Tributary.Security;

/// <summary>How words under pairwise masks travel: a tensor for each segment, every word in the bits of its ring.</summary>
internal sealed class PairwiseCoding(IReadOnlyList<Segment> segments) : IPayloadCoding, IEquatable<PairwiseCoding>
{
    private readonly IReadOnlyList<Segment> _segments = segments;

    /// <inheritdoc/>
    public long Bytes => _segments.Sum(segment => (long)BitPacking.ByteLength(segment.Length, segment.RingBits));

    /// <inheritdoc/>
    public Payload Read(OpaquePayload tensors)
    {
        tensors.ExpectCount(_segments.Count);
        ulong[] words = new ulong[_segments.Sum(segment => segment.Length)];
        Span<ulong> rest = words;
        for (int i = 0; i < _segments.Count; i++)
        {
            BitPacking.Unpack(tensors.Read<byte>(PairwisePayload.TensorOf(i)), _segments[i].RingBits, rest[.._segments[i].Length]);
            rest = rest[_segments[i].Length..];
        }
        return new PairwisePayload(_segments, words);
    }

    /// <inheritdoc/>
    public bool Equals(PairwiseCoding? other) => other is not null && _segments.SequenceEqual(other._segments);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PairwiseCoding);

    /// <inheritdoc/>
    public override int GetHashCode() => _segments.Count;
}
