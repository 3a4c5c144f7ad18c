using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace Tributary.Tensors;

/// <summary>Writes safetensors bodies: the same tensors and metadata always give the same bytes.</summary>
public static class SafetensorsWriter
{
    /// <summary>Among the metadata of parameters: how many tensors, the first ones, gradients train, where that is not all.</summary>
    internal const string TrainableKey = "tributary.trainable";

    // Readers of the PyTorch family ask for this key.
    private static readonly KeyValuePair<string, string>[] _format = [new("format", "pt")];

    private sealed record Tensor(string Name, SafetensorsDType Type, IReadOnlyList<long> Shape, long Length);

    /// <summary>Writes tensors, wider element types first so that each lies aligned, otherwise in the order given.</summary>
    /// <param name="stream">Written from its position on; left open.</param>
    /// <param name="entries">Tensors with different names.</param>
    /// <param name="metadata">Strings for <c>__metadata__</c>; none where null or empty.</param>
    /// <exception cref="SafetensorsException">Two tensors have one name, or the header grows beyond what the format allows.</exception>
    public static void Write(Stream stream, IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata = null)
    {
        SafetensorsEntry[] ordered = [.. entries.OrderByDescending(entry => ElementType.SizeOf(entry.DType))];
        Tensor[] tensors = [.. ordered.Select(entry => new Tensor(entry.Name, entry.DType, entry.Shape, entry.Data.Length))];
        WriteHeader(stream, tensors, metadata ?? EmptyMetadata());
        foreach (SafetensorsEntry entry in ordered) stream.Write(entry.Data.Span);
    }

    /// <summary>
    /// Writes parameters as F32 in the order of their layout, with <c>format: pt</c> among the metadata, and the number of those that
    /// gradients train where that is not all.
    /// </summary>
    /// <exception cref="SafetensorsException">The header grows beyond what the format allows.</exception>
    public static void Write(Stream stream, ParameterSet parameters, IReadOnlyDictionary<string, string>? metadata = null)
    {
        Tensor[] tensors = [.. parameters.Layout.Entries.Select(entry => new Tensor(
            entry.Name,
            SafetensorsDType.F32,
            [.. entry.Shape.Extents.ToArray().Select(extent => (long)extent)],
            (long)entry.Shape.Count * sizeof(float)))];
        int trainable = parameters.Layout.Entries.Count(entry => entry.Trainable);
        IEnumerable<KeyValuePair<string, string>> own = trainable == tensors.Length
            ? _format
            : [.. _format, new(TrainableKey, trainable.ToString(CultureInfo.InvariantCulture))];
        WriteHeader(stream, tensors, (metadata ?? EmptyMetadata()).UnionBy(own, pair => pair.Key));
        foreach (ParameterEntry entry in parameters.Layout.Entries) stream.Write(ElementType.AsBytes<float>(parameters[entry.Name]));
    }

    /// <summary>Writes parameters, every tensor in the same form, with <c>format: pt</c> among the metadata.</summary>
    /// <param name="stream">Written from its position on; left open.</param>
    /// <param name="parameters">In 8 bits, all finite, and none called like another's scales.</param>
    /// <param name="format">F32, BF16, or I8 with the scales of each tensor (F32) under <c>name.scales</c>.</param>
    /// <param name="metadata">Strings for <c>__metadata__</c>; none where null or empty.</param>
    /// <exception cref="SafetensorsException">Two tensors have one name, or the header grows beyond what the format allows.</exception>
    /// <exception cref="TensorException">8 bits cannot hold a number that is not finite.</exception>
    public static void Write(
        Stream stream, ParameterSet parameters, CompactFormat format, IReadOnlyDictionary<string, string>? metadata = null)
    {
        IEnumerable<SafetensorsEntry> entries = parameters.Layout.Entries.SelectMany(
            entry => SafetensorsEntry.Of(entry.Name, CompactTensor.Encode(entry.Shape, parameters[entry.Name], format)));
        Write(stream, [.. entries], (metadata ?? EmptyMetadata()).UnionBy(_format, pair => pair.Key).ToDictionary());
    }

    /// <summary>Writes tensors to a file, which appears whole or not at all.</summary>
    /// <exception cref="SafetensorsException">
    /// The file cannot be written, or see <see cref="Write(Stream, IReadOnlyList{SafetensorsEntry}, IReadOnlyDictionary{string,
    /// string})"/>.
    /// </exception>
    public static void WriteFile(
        string path, IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata = null) =>
        WriteAtomically(path, stream => Write(stream, entries, metadata));

    /// <summary>Writes parameters to a file, which appears whole or not at all.</summary>
    /// <exception cref="SafetensorsException">
    /// The file cannot be written, or see <see cref="Write(Stream, ParameterSet, IReadOnlyDictionary{string, string})"/>.
    /// </exception>
    public static void WriteFile(string path, ParameterSet parameters, IReadOnlyDictionary<string, string>? metadata = null) =>
        WriteAtomically(path, stream => Write(stream, parameters, metadata));

    /// <summary>Writes parameters in compact form to a file, which appears whole or not at all.</summary>
    /// <exception cref="SafetensorsException">
    /// The file cannot be written, or see <see cref="Write(Stream, ParameterSet, CompactFormat, IReadOnlyDictionary{string, string})"/>.
    /// </exception>
    /// <exception cref="TensorException">8 bits cannot hold a number that is not finite.</exception>
    public static void WriteFile(
        string path, ParameterSet parameters, CompactFormat format, IReadOnlyDictionary<string, string>? metadata = null) =>
        WriteAtomically(path, stream => Write(stream, parameters, format, metadata));

    private static Dictionary<string, string> EmptyMetadata() => [];

    private static void WriteHeader(Stream stream, Tensor[] tensors, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            WriteMetadata(writer, metadata);
            WriteTensors(writer, tensors);
            writer.WriteEndObject();
        }
        // Blanks behind the object align the data to eight bytes.
        int padding = -json.WrittenCount & 7, length = json.WrittenCount + padding;
        if (length > SafetensorsHeader.MaxLength)
            throw new SafetensorsException(
                $"The header would take {length} bytes, the format allows {SafetensorsHeader.MaxLength}. "
                + "Shorten the metadata or split the file.");
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)length);
        stream.Write(prefix);
        stream.Write(json.WrittenSpan);
        stream.Write("       "u8[..padding]);
    }

    private static void WriteMetadata(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        KeyValuePair<string, string>[] pairs = [.. metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        if (pairs is []) return;
        writer.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach ((string key, string value) in pairs) writer.WriteString(key, value);
        writer.WriteEndObject();
    }

    private static void WriteTensors(Utf8JsonWriter writer, Tensor[] tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        long offset = 0;
        foreach (Tensor tensor in tensors)
        {
            if (!names.Add(tensor.Name))
                throw new SafetensorsException($"Two tensors are called '{tensor.Name}'; a reader could find only one. Rename one.");
            writer.WriteStartObject(tensor.Name);
            writer.WriteString("dtype", ElementType.NameOf(tensor.Type));
            writer.WriteStartArray("shape");
            foreach (long extent in tensor.Shape) writer.WriteNumberValue(extent);
            writer.WriteEndArray();
            writer.WriteStartArray("data_offsets");
            writer.WriteNumberValue(offset);
            writer.WriteNumberValue(offset += tensor.Length);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }

    private static void WriteAtomically(string path, Action<Stream> write)
    {
        string temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SafetensorsException(
                $"The file '{path}' cannot be written: {e.Message} Check the folder, its permissions and the space left.", e);
        }
        finally
        {
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }
}
