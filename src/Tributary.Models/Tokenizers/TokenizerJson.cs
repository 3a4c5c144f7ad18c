using System.Text.Json;

namespace Tributary.Models;

/// <summary>A place in a tokenizer's file, with its path for messages: everything that is read from it is checked.</summary>
internal readonly struct TokenizerJson(JsonElement element, string path)
{
    /// <summary>What stands there.</summary>
    public JsonElement Element => element;

    /// <summary>Whether nothing stands there, or null.</summary>
    public bool IsNull => element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    /// <summary>The kind that the place names by its member <c>type</c>.</summary>
    public string Type => this["type"].Text;

    /// <summary>The text that stands there.</summary>
    public string Text => TextOf(element) ?? throw Wrong("a text");

    /// <summary>A member; a null where there is none.</summary>
    public TokenizerJson this[string name] =>
        element.ValueKind != JsonValueKind.Object ? throw Wrong("an object")
        : element.TryGetProperty(name, out JsonElement member) ? new(member, $"{path}.{name}") : new(default, $"{path}.{name}");

    /// <summary>The items of a list.</summary>
    public IEnumerable<TokenizerJson> Items()
    {
        if (element.ValueKind != JsonValueKind.Array) throw Wrong("a list");
        string parent = path;
        return element.EnumerateArray().Select((item, i) => new TokenizerJson(item, $"{parent}[{i}]"));
    }

    /// <summary>The members of an object, in their order.</summary>
    public IEnumerable<(string Name, TokenizerJson Value)> Members()
    {
        if (element.ValueKind != JsonValueKind.Object) throw Wrong("an object");
        string parent = path;
        TokenizerJson here = this;
        return element.EnumerateObject().Select(member => (here.NameOf(member), new TokenizerJson(member.Value, parent)));
    }

    /// <summary>A text, or a default where there is none.</summary>
    public string? TextOr(string? otherwise) => IsNull ? otherwise : Text;

    /// <summary>A flag, or a default where there is none.</summary>
    public bool Flag(bool otherwise) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ when IsNull => otherwise,
        _ => throw Wrong("true or false"),
    };

    /// <summary>A whole number from 0 on.</summary>
    public int Whole() => element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int value) && value >= 0
        ? value : throw Wrong("a whole number from 0 to 2147483647");

    /// <summary>Refuses members that are not among <paramref name="known"/>: what they ask for would not be done.</summary>
    public TokenizerJson Only(params ReadOnlySpan<string> known)
    {
        foreach ((string name, TokenizerJson value) in Members())
            if (!known.Contains(name) && !value.IsNull) throw Unsupported($"has the member '{name}', which this version does not know");
        return this;
    }

    /// <summary>A copy of what stands there that can be written again.</summary>
    public JsonElement Kept()
    {
        if (IsNull) return default;
        try
        {
            using var trial = new Utf8JsonWriter(Stream.Null);
            element.WriteTo(trial);
            return element.Clone();
        }
        catch (InvalidOperationException)
        {
            throw Wrong("an object of Unicode texts"); // half a character somewhere within
        }
    }

    /// <summary>The error that something there is not what it must be.</summary>
    public TokenizerException Wrong(string expected) => new(
        $"The tokenizer's '{path}' should be {expected}, and is {Describe()}. "
        + "The file is damaged or no tokenizer: fetch or write it again.");

    /// <summary>The error that this version would do something else.</summary>
    public TokenizerException Unsupported(string what) => new(
        $"The tokenizer's '{path}' {what}. Text would become other tokens than the model was trained with. Use a byte-level BPE tokenizer.")
    {
        IsUnsupported = true,
    };

    private string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw Wrong("an object whose names are Unicode");
        }
    }

    private static string? TextOf(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half a character
        }
    }

    private string Describe()
    {
        if (IsNull) return "missing";
        const int Most = 60;
        string text = element.ValueKind.ToString().ToLowerInvariant();
        return element.ValueKind is JsonValueKind.Number && element.GetRawText() is { Length: <= Most } number ? number : $"a JSON {text}";
    }
}
