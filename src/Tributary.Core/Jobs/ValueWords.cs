using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Tributary.Core;

/// <summary>JSON values and the types they should have, in words that need no knowledge of the program.</summary>
internal static class ValueWords
{
    private const int LongestQuote = 40;

    /// <summary>How a part is written.</summary>
    public const string Part = $$"""an object such as { "{{Core.Part.Discriminator}}": "name" }""";

    /// <summary>What a value of the type looks like.</summary>
    public static string Expected(JsonTypeInfo type)
    {
        Type plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (plain == typeof(Part)) return Part;
        if (plain.IsEnum) return "one of " + string.Join(", ", Names(type.Options.GetTypeInfo(plain)));
        if (plain == typeof(bool)) return "true or false";
        if (plain == typeof(string)) return "text in quotes";
        if (plain == typeof(char)) return "one character in quotes";
        if (plain == typeof(int) || plain == typeof(long)) return "a whole number";
        if (plain == typeof(uint) || plain == typeof(ulong)) return "a whole number that is not negative";
        if (plain == typeof(float) || plain == typeof(double)) return "a number";
        if (plain == typeof(TimeSpan)) return "a time such as \"00:05:00\"";
        return type.Kind switch
        {
            JsonTypeInfoKind.Enumerable => "a list in square brackets",
            _ => "an object in curly braces",
        };
    }

    /// <summary>The value itself where it is short, otherwise its kind.</summary>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String when value.GetString()!.Length > LongestQuote => "a long text",
        _ => value.GetRawText() is { Length: <= LongestQuote } text ? text : "a long number",
    };

    private static IEnumerable<string> Names(JsonTypeInfo enumeration) =>
        enumeration.GetJsonSchemaAsNode()["enum"]!.AsArray().OfType<JsonNode>().Select(name => name.ToJsonString());
}
