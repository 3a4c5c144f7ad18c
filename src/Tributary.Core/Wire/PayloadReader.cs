using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Reads what <see cref="PayloadWriter"/> writes, and refuses everything else: bodies come from anybody.</summary>
public static class PayloadReader
{
    // Enough for 64-bit words, and for a 32-bit number with its place in the longest coding, however a stage lays them out.
    private const long BytesANumber = 16;

    /// <summary>The most bytes a body of this type can have; more need not be received, inflated or kept.</summary>
    public static long LongestBody(UpdateSpec spec) =>
        HeaderRoom(spec.Segments.Select(segment => segment.Name)) + (spec.Coding?.Bytes ?? BytesANumber * spec.Length)
            + (spec.Note?.All.Sum(note => 256L + note.Bytes) ?? 0);

    /// <summary>Bytes that suffice for the header of a body with tensors of these names.</summary>
    internal static long HeaderRoom(IEnumerable<string> names) => 4096 + names.Sum(name => 128 + 6L * name.Length); // six is a JSON escape

    /// <summary>The update in a body; shares its bytes.</summary>
    /// <param name="body">From a client.</param>
    /// <param name="spec">The type of what travels: <see cref="PlannedPipeline.Wire"/>.</param>
    /// <exception cref="MalformedUpdateException">The body is not an update of that type.</exception>
    public static Payload Read(ReadOnlyMemory<byte> body, UpdateSpec spec) => Read(body, spec, entries =>
    {
        if (spec.Note is { } notes) return WithNotes(entries, notes, spec);
        // A body has no holes, so that tensors in the order of the segments are one run of numbers at its end.
        return spec.Kind == PayloadKind.Real && AreInOrder(entries, spec)
            ? RealPayload.Over(spec.Segments, body[^(sizeof(float) * spec.Length)..])
            : Assemble(new OpaquePayload(entries), spec);
    });

    /// <summary>The digests of what stages left beside the update in a body, by stage; null where they left nothing.</summary>
    /// <param name="body">One's own, or one that <see cref="Read(ReadOnlyMemory{byte}, UpdateSpec)"/> has read.</param>
    /// <exception cref="MalformedUpdateException">The body is no safetensors file.</exception>
    public static IReadOnlyDictionary<string, BlobId>? NotesOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            var notes = SafetensorsReader.Read(body).Entries.Where(entry => TensorName.StageOf(entry.Name) is not null)
                .ToDictionary(entry => TensorName.StageOf(entry.Name)!, entry => BlobId.Of(entry.Data.Span), StringComparer.Ordinal);
            return notes.Count == 0 ? null : notes;
        }
        catch (SafetensorsException e)
        {
            throw new MalformedUpdateException(e.Message, e);
        }
    }

    /// <summary>As above, once each tensor of the body has been made what it was before a stage changed it.</summary>
    internal static Payload Read(ReadOnlyMemory<byte> body, UpdateSpec spec, Func<SafetensorsEntry, SafetensorsEntry> restore) =>
        Read(body, spec, entries => Assemble(new OpaquePayload([.. entries.Select(restore)]), spec));

    private static Payload Read(ReadOnlyMemory<byte> body, UpdateSpec spec, Func<IReadOnlyList<SafetensorsEntry>, Payload> assemble)
    {
        if (body.Length > LongestBody(spec))
            throw new MalformedUpdateException(
                $"The body has {body.Length} bytes; an update of this round has at most {LongestBody(spec)}.");
        try
        {
            return assemble(SafetensorsReader.Read(body).Entries);
        }
        catch (SafetensorsException e)
        {
            throw new MalformedUpdateException(e.Message, e);
        }
    }

    private static Payload WithNotes(IReadOnlyList<SafetensorsEntry> entries, NoteSpec notes, UpdateSpec spec)
    {
        var told = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (NoteSpec note in notes.All)
            told[note.Stage] = entries.FirstOrDefault(entry => entry.Name == TensorName.OfNote(note.Stage))
                is { DType: SafetensorsDType.U8 } entry && entry.Data.Length == note.Bytes
                ? entry.Data.ToArray() // the body need not stay
                : throw new MalformedUpdateException($"The update lacks the {note.Bytes} bytes that '{note.Stage}' leaves beside it.");
        Payload payload = Assemble(
            new OpaquePayload([.. entries.Where(entry => !told.ContainsKey(TensorName.StageOf(entry.Name) ?? ""))]), spec);
        payload.Notes = told;
        return payload;
    }

    private static bool AreInOrder(IReadOnlyList<SafetensorsEntry> entries, UpdateSpec spec)
    {
        if (!BitConverter.IsLittleEndian || entries.Count != spec.Segments.Count) return false;
        for (int i = 0; i < entries.Count; i++)
            if (entries[i].DType != SafetensorsDType.F32
                || entries[i].Count != spec.Segments[i].Length || entries[i].Name != TensorName.Of(spec.Segments[i]))
                return false;
        return true;
    }

    private static Payload Assemble(OpaquePayload tensors, UpdateSpec spec)
    {
        if (spec.Coding is { } coding) return coding.Read(tensors);
        if (spec.Kind == PayloadKind.Opaque) return tensors;
        tensors.ExpectCount(spec.Segments.Count);
        return spec.Kind == PayloadKind.Real ? ReadReal(tensors, spec) : ReadRing(tensors, spec);
    }

    private static RealPayload ReadReal(OpaquePayload tensors, UpdateSpec spec)
    {
        float[] values = GC.AllocateUninitializedArray<float>(spec.Length); // the segments cover all of it
        Span<float> rest = values;
        foreach (Segment segment in spec.Segments)
        {
            tensors.Read<float>(TensorName.Of(segment), segment.Length).CopyTo(rest);
            rest = rest[segment.Length..];
        }
        return new RealPayload(spec.Segments, values);
    }

    private static RingPayload ReadRing(OpaquePayload tensors, UpdateSpec spec)
    {
        ulong[] words = new ulong[spec.Length];
        Span<ulong> rest = words;
        foreach (Segment segment in spec.Segments)
        {
            BitPacking.Unpack(tensors.Read<byte>(TensorName.Of(segment)), segment.RingBits, rest[..segment.Length]);
            rest = rest[segment.Length..];
        }
        return new RingPayload(spec.Segments, words);
    }
}
