using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Tributary.Core;

/// <summary>The JSON Schema (draft 2020-12) of a job, for editors: everything that <see cref="JobReader"/> checks but ranges.</summary>
public static class JobSchema
{
    /// <summary>The schema of a job that uses the names of <paramref name="catalog"/>.</summary>
    public static JsonObject Of(Catalog catalog)
    {
        JsonObject schema = Export("$", CoreJson.Default.JobSpec, JobReader.Defaults, catalog);
        foreach ((string path, string description) in JobDescriptions.All) Member(schema, path)["description"] = description;
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "A job of Tributary");
        return schema;
    }

    private static JsonObject Export(string root, JsonTypeInfo type, JsonObject defaults, Catalog catalog)
    {
        JsonObject schema = type.GetJsonSchemaAsNode(new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) => FillSlot(root, context, node, catalog),
        }).AsObject();
        AddDefaults(schema, defaults);
        return schema;
    }

    /// <summary>The exporter knows nothing of what stands in a part, and leaves out the items of a list of parts.</summary>
    private static JsonNode FillSlot(string root, JsonSchemaExporterContext context, JsonNode node, Catalog catalog)
    {
        string slot = SlotOf(root, context.Path);
        if (context.TypeInfo.ElementType == typeof(Part)) node["items"] = OneOf($"{slot}[]", nullable: false, catalog);
        return context.TypeInfo.Type == typeof(Part) ? OneOf(slot, context.PropertyInfo is { IsSetNullable: true }, catalog) : node;
    }

    private static JsonObject OneOf(string slot, bool nullable, Catalog catalog)
    {
        IEnumerable<JsonObject> parts = catalog.Slots.TryGetValue(slot, out IRegistry? registry)
            ? registry.Parts.Select(part => Describe(slot, part, catalog))
            : [AnyPart()];
        if (nullable) parts = parts.Append(new JsonObject { ["type"] = "null" });
        return new JsonObject { ["oneOf"] = new JsonArray([.. parts]) };
    }

    private static JsonObject Describe(string slot, RegisteredPart part, Catalog catalog)
    {
        JsonObject options = Export(slot, part.Json, part.Defaults, catalog);
        var members = (JsonObject)(options["properties"] ?? new JsonObject()).DeepClone();
        members.Insert(0, Part.Discriminator, new JsonObject { ["const"] = part.Name });
        var required = (JsonArray)(options["required"] ?? new JsonArray()).DeepClone();
        required.Insert(0, Part.Discriminator);
        return new JsonObject
        {
            ["type"] = "object",
            ["title"] = part.Name,
            ["description"] = part.Summary,
            ["properties"] = members,
            ["required"] = required,
            ["additionalProperties"] = false,
        };
    }

    private static JsonObject AnyPart() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { [Part.Discriminator] = new JsonObject { ["type"] = "string" } },
        ["required"] = new JsonArray(Part.Discriminator),
    };

    private static void AddDefaults(JsonObject schema, JsonObject defaults)
    {
        string[] required = [.. (schema["required"] as JsonArray ?? []).Select(name => (string)name!)];
        foreach ((string name, JsonNode? member) in schema["properties"] as JsonObject ?? [])
        {
            if (member is not JsonObject option || required.Contains(name) || defaults[name] is not { } value) continue;
            if (option.ContainsKey("properties")) AddDefaults(option, value.AsObject());
            else option["default"] = value.DeepClone();
        }
    }

    /// <summary>
    /// The place in a job that a place in its schema describes: <c>properties/local/properties/optimizer</c> is <c>$.local.optimizer</c>.
    /// </summary>
    private static string SlotOf(string root, ReadOnlySpan<string> path)
    {
        string slot = root;
        for (int i = 1; i < path.Length; i += 2) slot += $".{path[i]}"; // every other step is the word 'properties'
        return slot;
    }

    private static JsonObject Member(JsonObject schema, string path) =>
        path.Split('.').Aggregate(schema, (at, name) => at["properties"]![name]!.AsObject());
}
