using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Writes an update as one safetensors body, which is what travels.</summary>
/// <remarks>
/// Floats are one F32 tensor a segment; ring words one U8 tensor a segment, each word in its <see cref="Segment.RingBits"/> bits, lowest
/// first and without gaps; weight and metrics are called <c>update/weight</c> and <c>update/metrics</c>. Coded updates are the tensors of
/// their stage, named <c>stage/…</c>. What a stage leaves beside an update is a U8 tensor <c>beside/stage</c>. Every tensor has one
/// extent.
/// </remarks>
public static class PayloadWriter
{
    /// <summary>The body of <paramref name="payload"/>.</summary>
    /// <exception cref="ArgumentException">The payload is of a type that has no form on the wire.</exception>
    public static ReadOnlyMemory<byte> Write(Payload payload)
    {
        IReadOnlyList<SafetensorsEntry> tensors = WithNotes(payload);
        return Body.Of(tensors.Sum(tensor => (long)tensor.Data.Length), tensors.Count, body => SafetensorsWriter.Write(body, tensors));
    }

    /// <summary>The same in memory that is used again.</summary>
    internal static ReadOnlyMemory<byte> Write(Payload payload, UpdateMemory memory)
    {
        IReadOnlyList<SafetensorsEntry> tensors = WithNotes(payload);
        long room = PayloadReader.HeaderRoom(tensors.Select(tensor => tensor.Name)) + tensors.Sum(tensor => (long)tensor.Data.Length);
        return Body.In(memory.Body(checked((int)room)), body => SafetensorsWriter.Write(body, tensors));
    }

    private static IReadOnlyList<SafetensorsEntry> WithNotes(Payload payload) =>
    [
        .. Tensors(payload),
        .. payload.Notes.OrderBy(note => note.Key, StringComparer.Ordinal).Select(note =>
            new SafetensorsEntry(TensorName.OfNote(note.Key), SafetensorsDType.U8, [note.Value.Length], note.Value)),
    ];

    /// <summary>The tensors of <paramref name="payload"/>'s body.</summary>
    internal static IReadOnlyList<SafetensorsEntry> Tensors(Payload payload) => payload switch
    {
        RealPayload real => Cut(real, (segment, range) => real.Tensor(TensorName.Of(segment), range)),
        RingPayload ring => Cut(ring, (segment, range) =>
            Bytes(TensorName.Of(segment), BitPacking.Pack(ring.Words.AsSpan(range), segment.RingBits))),
        OpaquePayload opaque => opaque.Tensors,
        CodedPayload coded => coded.ToTensors(),
        _ => throw new ArgumentException(
            $"A {payload.GetType().Name} has no form on the wire. Let its stage make an opaque payload of it.", nameof(payload)),
    };

    /// <summary>A tensor over <paramref name="bytes"/>, without a copy.</summary>
    internal static SafetensorsEntry Bytes(string name, byte[] bytes) => new(name, SafetensorsDType.U8, [bytes.Length], bytes);

    private static List<SafetensorsEntry> Cut(NumericPayload payload, Func<Segment, Range, SafetensorsEntry> tensor)
    {
        var tensors = new List<SafetensorsEntry>(payload.Segments.Count);
        int start = 0;
        foreach (Segment segment in payload.Segments)
        {
            tensors.Add(tensor(segment, start..(start + segment.Length)));
            start += segment.Length;
        }
        return tensors;
    }
}
