using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>The description of a coordinator for other programs, made from the operations that it serves: OpenAPI 3.1.</summary>
internal static class OpenApiDocument
{
    private const string Json = "application/json", Site = "site", Person = "person";

    private static readonly JsonSerializerOptions _readable = new(ProtocolJson.Default.Options) { WriteIndented = true };

    public static string Write(IEnumerable<Operation> operations, string version)
    {
        var schemas = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        var paths = new JsonObject();
        foreach (IGrouping<string, Operation> path in operations.GroupBy(operation => operation.Path)
            .OrderBy(path => path.Key, StringComparer.Ordinal))
            paths[path.Key] = new JsonObject(path.Select(operation =>
                new KeyValuePair<string, JsonNode?>(operation.Method.ToLowerInvariant(), Describe(operation, schemas))));
        Schema(ProtocolJson.Default.ProblemMessage, schemas);
        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Tributary coordinator",
                ["version"] = version,
                ["description"] = "docs/protocol.md says what the messages mean, what is signed and when to try again.",
            },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = new JsonObject(schemas.Select(schema => new KeyValuePair<string, JsonNode?>(schema.Key, schema.Value))),
                ["securitySchemes"] = new JsonObject
                {
                    [Site] = new JsonObject { ["type"] = "mutualTLS" },
                    [Person] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" },
                },
            },
        };
        return document.ToJsonString(_readable) + "\n";
    }

    private static JsonObject Describe(Operation operation, SortedDictionary<string, JsonNode> schemas)
    {
        var described = new JsonObject
        {
            ["summary"] = operation.Summary,
            ["operationId"] = operation.Handle.Method.Name is { } name && !name.Contains('<', StringComparison.Ordinal)
                ? $"{operation.Method.ToLowerInvariant()}{name.Replace("Async", "", StringComparison.Ordinal)}"
                : $"{operation.Method.ToLowerInvariant()}{operation.Path.Replace('/', '-')}",
            ["parameters"] = Parameters(operation),
            ["security"] = Security(operation.Access),
        };
        bool uploads = operation.Content is not null && operation.Method == "PATCH";
        if (operation.Request is { } request) described["requestBody"] = Body(Content(Json, Schema(request, schemas)));
        else if (uploads) described["requestBody"] = Body(Content(operation.Content!, []));
        var success = new JsonObject { ["description"] = operation.Answer is null && operation.Content is null ? "Done." : "The answer." };
        if (operation.Answer is { } answer) success["content"] = Content(Json, Schema(answer, schemas));
        else if (operation.Content is { } content && !uploads) success["content"] = Content(content, []);
        described["responses"] = new JsonObject
        {
            [operation.Status.ToString(provider: null)] = success,
            ["default"] = new JsonObject
            {
                ["description"] = "A problem (RFC 9457).",
                ["content"] = Content(ProblemAnswer.ContentType, Reference(nameof(ProblemMessage))),
            },
        };
        return described;
    }

    private static JsonArray Parameters(Operation operation)
    {
        var parameters = new JsonArray();
        foreach (string part in operation.Path.Split('/'))
            if (part.StartsWith('{')) parameters.Add((JsonNode)Parameter(part.Trim('{', '}'), "path", "", required: true));
        foreach ((string name, string summary) in operation.Query)
            parameters.Add((JsonNode)Parameter(name, "query", summary, required: false));
        parameters.Add((JsonNode)Parameter(ProtocolVersion.Header, "header", "The version that the sender speaks.", required: false));
        if (operation.Method != "PATCH") return parameters;
        parameters.Add((JsonNode)Parameter(UploadHeaders.Offset, "header", "Where the content begins.", required: true));
        parameters.Add((JsonNode)Parameter(UploadHeaders.Length, "header", "The length of the whole.", required: true));
        return parameters;
    }

    private static JsonObject Parameter(string name, string place, string summary, bool required) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["description"] = summary,
        ["required"] = required,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static JsonArray Security(Access access)
    {
        var security = new JsonArray();
        if ((access & Access.Sites) != 0) security.Add((JsonNode)new JsonObject { [Site] = new JsonArray() });
        if ((access & Access.People) != 0) security.Add((JsonNode)new JsonObject { [Person] = new JsonArray() });
        return security;
    }

    private static JsonObject Body(JsonObject content) => new() { ["required"] = true, ["content"] = content };

    private static JsonObject Content(string type, JsonObject schema) => new() { [type] = new JsonObject { ["schema"] = schema } };

    private static JsonObject Schema(JsonTypeInfo type, SortedDictionary<string, JsonNode> schemas)
    {
        schemas.TryAdd(type.Type.Name, type.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true }));
        return Reference(type.Type.Name);
    }

    private static JsonObject Reference(string schema) => new() { ["$ref"] = $"#/components/schemas/{schema}" };
}
