using Tributary.Core;

namespace Tributary.Agent;

/// <summary>What a site has, and what that may be used for: the file <c>site.json</c>.</summary>
public sealed record SiteConfiguration
{
    /// <summary>
    /// The site's data by the name that jobs call it: a table's name, or the name of the data part. Each is a mapping of a table or a data
    /// part, with paths that begin in the site's folder.
    /// </summary>
    public IReadOnlyDictionary<string, Part> Data { get; init; } = new Dictionary<string, Part>();

    /// <summary>The most ranks of an adapter that this site has the memory and the time to train; null for any.</summary>
    public int? AdapterRank { get; init; }

    /// <summary>What the data may be used for.</summary>
    public SitePolicy Policy { get; init; } = new();
}
