using System.Text.Json;

namespace Tributary.Models;

/// <summary>Members of a checkpoint's <c>config.json</c>, each checked for its kind and range.</summary>
/// <param name="config">The object.</param>
/// <param name="path">What the file is called in messages.</param>
internal sealed class ConfigReader(JsonElement config, string path)
{
    private const long LongestFile = 64 << 20;
    private const int MostExtent = 1 << 24;
    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 16 };

    /// <summary>Reads a file that holds one JSON object.</summary>
    /// <exception cref="CheckpointException">It is missing, too long, or no JSON object.</exception>
    public static JsonElement ReadObject(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Length > LongestFile)
                throw new CheckpointException(CheckpointFault.Broken,
                    $"'{path}' has {file.Length} bytes, and a description of a checkpoint has far fewer. Copy the checkpoint again.");
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path), _options);
            JsonElement root = document.RootElement.Clone();
            Visit(root);
            return root.ValueKind == JsonValueKind.Object
                ? root
                : throw new CheckpointException(CheckpointFault.Broken, $"'{path}' holds no JSON object. Copy the checkpoint again.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(CheckpointFault.Broken,
                $"'{path}' cannot be read: {e.Message} Name the folder of a whole checkpoint.", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new CheckpointException(CheckpointFault.Broken, $"'{path}' is no JSON: {e.Message} Copy the checkpoint again.", e);
        }
    }

    /// <summary>An extent of a tensor, or a count.</summary>
    public int Count(string name, int? otherwise = null, int most = MostExtent)
    {
        if (Find(name) is not { } value) return otherwise ?? throw Missing(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int count) && count >= 1 && count <= most
            ? count
            : throw Wrong(name, value, $"a whole number from 1 to {most}");
    }

    /// <summary>A number above zero.</summary>
    public double Number(string name, double otherwise)
    {
        if (Find(name) is not { } value) return otherwise;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number > 0 && double.IsFinite(number)
            ? number
            : throw Wrong(name, value, "a number above zero");
    }

    /// <summary>A truth value.</summary>
    public bool Flag(string name, bool otherwise) => Find(name) is not { } value ? otherwise : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, value, "true or false"),
    };

    /// <summary>A text.</summary>
    public string? Text(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(name, value, "text in quotes");

    /// <summary>The members of an object; null where it is absent.</summary>
    public ConfigReader? Object(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? new ConfigReader(value, path) : throw Wrong(name, value, "an object");

    /// <summary>Refuses a member that has a value other than the one that this program computes with.</summary>
    public void Expect(string name, string value, params ReadOnlySpan<string> possible)
    {
        if (!possible.Contains(value))
            throw new CheckpointException(CheckpointFault.Unsupported,
                $"'{path}': '{name}' is '{value}', which is not computed here; it would be another network. "
                + $"Use a checkpoint with '{string.Join("' or '", possible.ToArray())}'.");
    }

    /// <summary>The same for a truth value.</summary>
    public void Expect(string name, bool value)
    {
        if (Flag(name, value) != value) Expect(name, value ? "false" : "true", value ? "true" : "false");
    }

    /// <summary>Reads all texts once: those that are no Unicode are found out here, as an invalid operation, and nowhere else.</summary>
    private static void Visit(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String) _ = element.GetString();
        if (element.ValueKind == JsonValueKind.Array)
            foreach (JsonElement item in element.EnumerateArray()) Visit(item);
        if (element.ValueKind != JsonValueKind.Object) return;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            _ = member.Name;
            Visit(member.Value);
        }
    }

    private JsonElement? Find(string name) =>
        config.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private CheckpointException Missing(string name) =>
        new(CheckpointFault.Broken, $"'{path}' does not say '{name}', without which the network is not known. Copy the checkpoint again.");

    private CheckpointException Wrong(string name, JsonElement value, string expected)
    {
        string text = value.GetRawText();
        return new(CheckpointFault.Broken,
            $"'{path}': '{name}' is {(text.Length <= 40 ? text : "something long")}, expected {expected}. Copy the checkpoint again.");
    }
}
