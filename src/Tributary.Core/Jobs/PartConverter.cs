using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tributary.Core;

/// <summary>Keeps a part as it was written.</summary>
public sealed class PartConverter : JsonConverter<Part>
{
    /// <inheritdoc/>
    public override Part Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonElement json = JsonElement.ParseValue(ref reader);
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(Part.Discriminator, out JsonElement use)
            || use.ValueKind != JsonValueKind.String)
            throw new JsonException($"A part is an object with a member '{Part.Discriminator}' that names it.");
        return new Part(use.GetString()!, json);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Part value, JsonSerializerOptions options) => value.Json.WriteTo(writer);
}
