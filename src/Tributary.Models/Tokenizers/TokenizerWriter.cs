using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tributary.Models;

/// <summary>Writes a <c>tokenizer.json</c> that Hugging Face's library reads.</summary>
internal static class TokenizerWriter
{
    // Most tokens begin with U+0120: escaped, a file would be twice as long.
    private static readonly JsonWriterOptions _options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of the file.</summary>
    public static string Write(TokenizerParts parts)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, _options))
        {
            json.WriteStartObject();
            json.WriteString("version", "1.0");
            json.WriteNull("truncation");
            json.WriteNull("padding");
            json.WriteStartArray("added_tokens");
            foreach (AddedToken token in parts.Added) Write(json, token);
            json.WriteEndArray();
            foreach ((string name, JsonElement value) in parts.Sections)
            {
                json.WritePropertyName(name);
                if (value.ValueKind == JsonValueKind.Undefined) json.WriteNullValue();
                else value.WriteTo(json);
            }
            json.WritePropertyName("model");
            Write(json, parts.Model);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, AddedToken token)
    {
        json.WriteStartObject();
        json.WriteNumber("id", token.Id);
        json.WriteString("content", token.Content);
        json.WriteBoolean("single_word", false);
        json.WriteBoolean("lstrip", token.LeftStrip);
        json.WriteBoolean("rstrip", token.RightStrip);
        json.WriteBoolean("normalized", token.Normalized);
        json.WriteBoolean("special", token.Special);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, BpeModel model)
    {
        json.WriteStartObject();
        json.WriteString("type", "BPE");
        json.WriteNull("dropout");
        json.WriteString("unk_token", model.Options.Unknown);
        json.WriteNull("continuing_subword_prefix");
        json.WriteNull("end_of_word_suffix");
        json.WriteBoolean("fuse_unk", model.Options.FuseUnknown);
        json.WriteBoolean("byte_fallback", model.Options.ByteFallback);
        json.WriteBoolean("ignore_merges", model.Options.IgnoreMerges);
        json.WriteStartObject("vocab");
        foreach ((string token, int id) in model.Ids.OrderBy(token => token.Value)) json.WriteNumber(token, id);
        json.WriteEndObject();
        json.WriteStartArray("merges");
        // Older readers know the one spelling only, but it cannot say where a token with a space in it ends.
        bool asPairs = model.Merges.Any(merge => merge.Left.Contains(' ') || merge.Right.Contains(' '));
        foreach ((string left, string right) in model.Merges)
        {
            if (!asPairs)
            {
                json.WriteStringValue($"{left} {right}");
                continue;
            }
            json.WriteStartArray();
            json.WriteStringValue(left);
            json.WriteStringValue(right);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
