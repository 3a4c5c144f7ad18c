using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tributary.Server;

/// <summary>Reads settings, with defaults for what is left out.</summary>
internal static class SettingsReader
{
    // A generated reader gives an init-only property that is absent the default of its type, not that of its initializer: they are merged.
    public static ServerSettings Read(string json)
    {
        JsonNode given = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions
        {
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
        }) ?? throw new JsonException("null is no settings.");
        JsonObject complete = JsonSerializer.SerializeToNode(new ServerSettings(), ServerJson.Default.ServerSettings)!.AsObject();
        if (given is not JsonObject members) throw new JsonException("Settings are an object in curly braces.");
        Merge(complete, members);
        return complete.Deserialize(ServerJson.Default.ServerSettings) ?? throw new JsonException("null is no settings.");
    }

    private static void Merge(JsonObject complete, JsonObject given)
    {
        foreach ((string name, JsonNode? value) in given)
        {
            if (complete[name] is JsonObject inner && value is JsonObject members) Merge(inner, members);
            else complete[name] = value?.DeepClone();
        }
    }
}
