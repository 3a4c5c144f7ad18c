using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tributary.Core;

/// <summary>A client's name as a JSON string.</summary>
internal sealed class ClientIdConverter : JsonConverter<ClientId>
{
    public override ClientId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("A client has a name."));

    public override void Write(Utf8JsonWriter writer, ClientId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
