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

    /// <summary>What the data may be used for.</summary>
    public SitePolicy Policy { get; init; } = new();
}
