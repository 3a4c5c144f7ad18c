using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tributary.Core.Tests;

/// <summary>The keywords of JSON Schema that a job's schema uses, and no others.</summary>
internal static class SchemaValidator
{
    public static bool Accepts(JsonNode schema, JsonNode? value)
    {
        foreach ((string keyword, JsonNode? argument) in schema.AsObject())
        {
            bool holds = keyword switch
            {
                "type" => argument is JsonArray types ? types.Any(type => IsOf((string)type!, value)) : IsOf((string)argument!, value),
                "enum" => argument!.AsArray().Any(allowed => JsonNode.DeepEquals(allowed, value)),
                "const" => JsonNode.DeepEquals(argument, value),
                "oneOf" => argument!.AsArray().Count(alternative => Accepts(alternative!, value)) == 1,
                "items" => value is not JsonArray items || items.All(item => Accepts(argument!, item)),
                "required" => value is not JsonObject required || argument!.AsArray().All(name => required.ContainsKey((string)name!)),
                "properties" => value is not JsonObject members || members.All(member => argument![member.Key] is not { } inner || Accepts(inner, member.Value)),
                "additionalProperties" => value is not JsonObject closed || closed.All(member => ((JsonObject)schema["properties"]!).ContainsKey(member.Key)),
                "$schema" or "title" or "description" or "default" => true,
                _ => throw new NotSupportedException($"The validator does not know '{keyword}'."),
            };
            if (!holds) return false;
        }
        return true;
    }

    private static bool IsOf(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("null", JsonValueKind.Null) or ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or
        ("boolean", JsonValueKind.True or JsonValueKind.False) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => decimal.IsInteger(value!.GetValue<decimal>()),
        _ => false,
    };
}
