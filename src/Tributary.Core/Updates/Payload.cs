using System.Collections.Immutable;

namespace Tributary.Core;

/// <summary>An update on its way from a client to the aggregate.</summary>
/// <remarks>
/// A payload has one owner: <see cref="Add"/> and stages may change it in place, and whoever passes one on must not touch it again.
/// </remarks>
public abstract class Payload
{
    /// <summary>The form of the numbers.</summary>
    public abstract PayloadKind Kind { get; }

    /// <summary>What stages left beside one client's update, in the open, by stage. A sum has none.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Notes { get; set; } = ImmutableDictionary<string, ReadOnlyMemory<byte>>.Empty;

    /// <summary>Adds <paramref name="other"/>, which must be of the same kind and segments, to this one.</summary>
    public abstract void Add(Payload other);
}
