using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tributary.Core;

/// <summary>A blob's digest as a JSON string.</summary>
internal sealed class BlobIdConverter : JsonConverter<BlobId>
{
    public override BlobId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("A blob has a digest."));

    public override void Write(Utf8JsonWriter writer, BlobId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Sha256);
}
