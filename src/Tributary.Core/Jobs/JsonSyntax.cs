using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Tributary.Core;

/// <summary>How files that people write are read as JSON, and what is said where they are not.</summary>
internal static class JsonSyntax
{
    private static readonly JsonDocumentOptions _lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Parses text in which comments and trailing commas are allowed; what comes back has none.</summary>
    /// <remarks>
    /// An element keeps the text it was parsed from, with comments and commas, and whoever reads it again would stumble there.
    /// </remarks>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static JsonDocument Parse(string json)
    {
        using JsonDocument written = JsonDocument.Parse(json, _lenient);
        var plain = new ArrayBufferWriter<byte>(json.Length);
        using (var writer = new Utf8JsonWriter(plain)) written.RootElement.WriteTo(writer);
        return JsonDocument.Parse(plain.WrittenMemory);
    }

    /// <summary>Where text stops being JSON.</summary>
    /// <param name="what">What the text is, at the beginning of a sentence.</param>
    /// <param name="json">The text.</param>
    /// <param name="e">What the parser said.</param>
    public static string Describe(string what, string json, JsonException e)
    {
        string[] lines = json.Split('\n');
        int line = (int)Math.Min(e.LineNumber ?? 0, lines.Length - 1);
        byte[] bytes = Encoding.UTF8.GetBytes(lines[line]);
        int column = Encoding.UTF8.GetCharCount(bytes, 0, (int)Math.Min(e.BytePositionInLine ?? 0, bytes.Length));
        string near = lines[line][column..].Trim();
        string where = near.Length == 0 ? "the end of the line" : $"'{(near.Length > 20 ? near[..20] + "..." : near)}'";
        return $"{what} is not JSON: line {line + 1}, column {column + 1}, cannot be read at {where}. " +
            "Look there, and just before, for a missing or superfluous comma, quote or bracket.";
    }
}
