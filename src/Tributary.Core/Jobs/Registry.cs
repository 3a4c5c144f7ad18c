using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Tributary.Core;

/// <summary>The closed list of names under which a job may use a <typeparamref name="T"/>; filled by hand, so nothing is scanned.</summary>
/// <param name="kind">What the names stand for, in the singular: <c>stage</c>, <c>model</c>.</param>
public sealed class Registry<T>(string kind) : IRegistry where T : class
{
    private readonly SortedDictionary<string, (RegisteredPart Part, Func<JsonObject, T> Create)> _entries = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Kind => kind;

    /// <inheritdoc/>
    public IEnumerable<RegisteredPart> Parts => _entries.Values.Select(entry => entry.Part);

    /// <inheritdoc/>
    public RegisteredPart? Find(string name) => _entries.TryGetValue(name, out var entry) ? entry.Part : null;

    /// <summary>Registers a part that is its own options.</summary>
    /// <param name="name">The name a job uses.</param>
    /// <param name="summary">One sentence for schemas and help.</param>
    /// <param name="json">Source-generated reading and writing of the part.</param>
    /// <param name="defaults">Its optional options have their defaults, its required ones any value that is possible.</param>
    /// <returns>This registry, for the next part.</returns>
    public Registry<T> Add<TPart>(string name, string summary, JsonTypeInfo<TPart> json, TPart defaults) where TPart : T =>
        Add(name, summary, json, defaults, part => part);

    /// <summary>Registers a part that is made from options of another type.</summary>
    /// <param name="name">The name a job uses.</param>
    /// <param name="summary">One sentence for schemas and help.</param>
    /// <param name="json">Source-generated reading and writing of the options.</param>
    /// <param name="defaults">The optional ones have their defaults, the required ones any value that is possible.</param>
    /// <param name="create">Makes the part.</param>
    /// <returns>This registry, for the next part.</returns>
    public Registry<T> Add<TOptions>(string name, string summary, JsonTypeInfo<TOptions> json, TOptions defaults, Func<TOptions, T> create)
    {
        // Source-generated readers do not run initializers of init-only properties: defaults have to come from an instance.
        JsonObject options = JsonSerializer.SerializeToNode(defaults, json)!.AsObject();
        _entries.Add(name, (new RegisteredPart(name, summary, json, options), complete => create(complete.Deserialize(json)!)));
        return this;
    }

    /// <summary>Makes what a part names.</summary>
    /// <param name="part">From a job.</param>
    /// <param name="path">Where it stands in the job.</param>
    /// <param name="problems">Takes everything that is wrong with the part, all at once.</param>
    /// <returns>The part, or null where there is a problem.</returns>
    public T? Resolve(Part part, string path, ICollection<Problem> problems)
    {
        int before = problems.Count;
        JsonObject? options = new OptionReader(problems).ReadPart(part.Json, this, path);
        return options is null || problems.Count > before ? null : _entries[part.Use].Create(options);
    }
}
