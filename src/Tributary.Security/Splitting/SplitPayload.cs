using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Security;

/// <summary>An update under its masks with the helpers' boxes, or the sum of such updates.</summary>
internal sealed class SplitPayload(IReadOnlyList<Segment> segments, ulong[] words, IReadOnlyList<byte[]> boxes) : CodedPayload
{
    internal const string WordsTensor = "split/words", BoxesTensor = "split/boxes";

    /// <inheritdoc/>
    public override PayloadKind Kind => PayloadKind.Masked;

    /// <summary>The masked words; bits above the segment's ring are meaningless.</summary>
    public ulong[] Words => words;

    /// <summary>One box for each helper; those of a sum are of no use.</summary>
    public IReadOnlyList<byte[]> Boxes => boxes;

    /// <inheritdoc/>
    public override void Add(Payload other)
    {
        ulong[] more = ((SplitPayload)other).Words;
        for (int i = 0; i < words.Length; i++) words[i] += more[i];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<SafetensorsEntry> ToTensors()
    {
        byte[] packed = [.. Packed()];
        return
        [
            new(WordsTensor, SafetensorsDType.U8, [packed.Length], packed),
            new(BoxesTensor, SafetensorsDType.U8, [boxes.Count, boxes[0].Length], boxes.SelectMany(box => box).ToArray()),
        ];
    }

    private IEnumerable<byte> Packed()
    {
        int start = 0;
        foreach (Segment segment in segments)
        {
            foreach (byte value in BitPacking.Pack(words.AsSpan(start, segment.Length), segment.RingBits)) yield return value;
            start += segment.Length;
        }
    }
}
