using System.Text.Json.Serialization;
using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Every available client, by name.</summary>
public sealed record AllSelector : ISelector
{
    /// <inheritdoc/>
    [JsonIgnore]
    public double? SamplingProbability => null;

    /// <inheritdoc/>
    public double Expected(int available) => available;

    /// <inheritdoc/>
    public IReadOnlyList<ClientId> Select(IReadOnlyList<ClientId> available, int round, RandomStream random) =>
        [.. available.OrderBy(client => client.Value, StringComparer.Ordinal)];
}
