using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Security;

/// <summary>Ring words under pairwise masks, or the sum of such words; only the bits of each segment's ring travel.</summary>
internal sealed class PairwisePayload(IReadOnlyList<Segment> segments, ulong[] words) : CodedPayload
{
    /// <inheritdoc/>
    public override PayloadKind Kind => PayloadKind.Masked;

    /// <summary>The masked words; bits above the segment's ring are meaningless.</summary>
    public ulong[] Words => words;

    /// <summary>What the words of a segment are called on the wire.</summary>
    public static string TensorOf(int segment) => $"{SecAggPairwise.StageName}/{segment}";

    /// <inheritdoc/>
    public override void Add(Payload other)
    {
        ulong[] added = ((PairwisePayload)other).Words;
        for (int i = 0; i < words.Length; i++) words[i] += added[i];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<SafetensorsEntry> ToTensors()
    {
        var tensors = new List<SafetensorsEntry>();
        int start = 0;
        for (int i = 0; i < segments.Count; start += segments[i++].Length)
        {
            byte[] bytes = BitPacking.Pack(words.AsSpan(start, segments[i].Length), segments[i].RingBits);
            tensors.Add(new(TensorOf(i), SafetensorsDType.U8, [bytes.Length], bytes));
        }
        return tensors;
    }
}
