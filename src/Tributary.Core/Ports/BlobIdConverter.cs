using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tributary.Core;

/// <summary>A blob's digest as a JSON string.</summary>
public sealed class BlobIdConverter : JsonConverter<BlobId>
{
    /// <inheritdoc/>
    public override BlobId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        BlobId.TryParse(reader.GetString(), out BlobId blob)
            ? blob
            : throw new JsonException("A blob is named by its SHA-256 digest in lower-case hexadecimal.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, BlobId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Sha256);
}
