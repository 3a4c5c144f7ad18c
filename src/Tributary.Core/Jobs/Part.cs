using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Tributary.Core;

/// <summary>A named part of a job with its own options, not yet understood: <c>{ "use": "clip", "norm": 1.0 }</c>.</summary>
/// <remarks>A <see cref="Registry{T}"/> turns it into what it names.</remarks>
[JsonConverter(typeof(PartConverter))]
public sealed class Part : IEquatable<Part>
{
    /// <summary>The member that holds the name.</summary>
    public const string Discriminator = "use";

    internal Part(string use, JsonElement json)
    {
        Use = use;
        Json = json;
    }

    /// <summary>The part's name in its registry.</summary>
    public string Use { get; }

    /// <summary>The whole object, name and options, as it was written.</summary>
    public JsonElement Json { get; }

    /// <summary>The part called <paramref name="use"/> with the given options.</summary>
    public static Part Of(string use, params IEnumerable<KeyValuePair<string, JsonNode?>> options)
    {
        var json = new JsonObject(options.Prepend(new(Discriminator, use)));
        return new Part(use, JsonSerializer.SerializeToElement(json, CoreJson.Default.JsonObject));
    }

    /// <inheritdoc/>
    public bool Equals(Part? other) => other is not null && JsonElement.DeepEquals(Json, other.Json);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Part);

    /// <inheritdoc/>
    public override int GetHashCode() => Use.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Json.GetRawText();
}
