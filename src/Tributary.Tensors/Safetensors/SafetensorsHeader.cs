using System.Text.Json;

namespace Tributary.Tensors;

/// <summary>The JSON header of a safetensors body, checked against the bytes it describes.</summary>
internal sealed class SafetensorsHeader
{
    public const string MetadataKey = "__metadata__";

    /// <summary>The longest header the format allows, in bytes.</summary>
    public const int MaxLength = 100_000_000;

    private readonly List<Tensor> _tensors = [];
    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);

    private sealed record Tensor(string Name, SafetensorsDType Type, long[] Shape, long Begin, long End);

    /// <summary>Reads a header and cuts <paramref name="buffer"/> into its tensors.</summary>
    public static SafetensorsFile Read(ReadOnlySpan<byte> json, ReadOnlyMemory<byte> buffer)
    {
        if (json is not [(byte)'{', ..]) throw Broken("it does not begin with '{'");
        var header = new SafetensorsHeader();
        try
        {
            header.Parse(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader reports text that is not UTF-8 as an invalid operation.
            throw new SafetensorsException($"The safetensors header is broken: {e.Message} Transfer the file again.", e);
        }
        return new SafetensorsFile(header.Cut(buffer), header._metadata);
    }

    /// <summary>The bytes that a tensor of this type and shape takes.</summary>
    public static long ByteLength(string name, SafetensorsDType type, ReadOnlySpan<long> shape)
    {
        if (!Enum.IsDefined(type))
            throw new SafetensorsException($"Tensor '{name}' has no known element type. Use a member of {nameof(SafetensorsDType)}.");
        UInt128 length = (UInt128)ElementType.SizeOf(type);
        foreach (long extent in shape)
        {
            if (extent < 0) throw new SafetensorsException($"Tensor '{name}' has a negative extent, {extent}. Correct its shape.");
            length *= (UInt128)extent;
            if (length > long.MaxValue)
                throw new SafetensorsException(
                    $"Tensor '{name}' of shape ({string.Join(", ", shape.ToArray())}) is too large. Correct its shape.");
        }
        return (long)length;
    }

    private void Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
        var names = new HashSet<string>(StringComparer.Ordinal);
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!names.Add(name)) throw Broken($"'{name}' stands twice");
            if (name == MetadataKey) ParseMetadata(ref reader);
            else _tensors.Add(ParseTensor(ref reader, name));
        }
        // One read more makes the reader refuse anything but blanks behind the object.
        reader.Read();
    }

    private void ParseMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, MetadataKey);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            Expect(ref reader, JsonTokenType.String, MetadataKey);
            if (!_metadata.TryAdd(key, reader.GetString()!)) throw Broken($"the metadata '{key}' stands twice");
        }
    }

    private static Tensor ParseTensor(ref Utf8JsonReader reader, string name)
    {
        SafetensorsDType? type = null;
        long[]? shape = null, offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, name);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            switch (reader.GetString())
            {
                case "dtype" when type is null: type = ParseType(ref reader, name); break;
                case "shape" when shape is null: shape = ParseIntegers(ref reader, name); break;
                case "data_offsets" when offsets is null: offsets = ParseIntegers(ref reader, name); break;
                case var property: throw Broken($"'{name}' has a property '{property}' that is unknown or stands twice");
            }
        }
        if (type is null || shape is null || offsets is not [long begin, long end])
            throw Broken($"'{name}' needs dtype, shape and two data_offsets");
        return new Tensor(name, type.Value, shape, begin, end);
    }

    private static SafetensorsDType ParseType(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.String, name);
        string text = reader.GetString()!;
        return ElementType.TryParse(text, out SafetensorsDType type)
            ? type
            : throw new SafetensorsException(
                $"Tensor '{name}' has element type '{text}', which is not supported. Convert it, to F32 for example.");
    }

    private static long[] ParseIntegers(ref Utf8JsonReader reader, string name)
    {
        var values = new List<long>();
        Expect(ref reader, JsonTokenType.StartArray, name);
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
            values.Add(reader.TokenType is JsonTokenType.Number && reader.TryGetInt64(out long value) && value >= 0
                ? value
                : throw Broken($"'{name}' has an extent or offset that is no whole number of at least zero"));
        return [.. values];
    }

    private List<SafetensorsEntry> Cut(ReadOnlyMemory<byte> buffer)
    {
        var entries = new List<SafetensorsEntry>(_tensors.Count);
        long position = 0;
        foreach (Tensor tensor in _tensors.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End))
        {
            if (tensor.Begin != position)
                throw Broken($"'{tensor.Name}' begins at byte {tensor.Begin} where {position} is next, which leaves a hole or an overlap");
            if (tensor.End < tensor.Begin || tensor.End - tensor.Begin != ByteLength(tensor.Name, tensor.Type, tensor.Shape))
                throw Broken($"'{tensor.Name}' lies at bytes {tensor.Begin} to {tensor.End}, which does not fit its type and shape");
            if (tensor.End > buffer.Length)
                throw Broken($"'{tensor.Name}' ends at byte {tensor.End}, but only {buffer.Length} bytes of data are there");
            entries.Add(new SafetensorsEntry(tensor.Name, tensor.Type, tensor.Shape, buffer[(int)tensor.Begin..(int)tensor.End]));
            position = tensor.End;
        }
        if (position != buffer.Length) throw Broken($"{buffer.Length - position} bytes at the end belong to no tensor");
        return entries;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string name)
    {
        if (!reader.Read() || reader.TokenType != type) throw Broken($"'{name}' has a {reader.TokenType} where a {type} belongs");
    }

    private static SafetensorsException Broken(string what) =>
        new($"The safetensors header is broken: {what}. Transfer the file again, or write it with a program that follows the format.");
}
