using System.Text.Json.Serialization;
using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>
/// Clients in turn: each belongs to one of so many groups for the whole run, and each round asks the next group. Nobody takes part twice
/// within so many rounds, whoever is absent and whichever round fails.
/// </summary>
/// <remarks>What noise that is correlated over rounds rests on instead of sampling: Kairouz et al., ICML 2021, section 2.</remarks>
public sealed record CyclicSelector : ISelector, IChecked
{
    /// <summary>How many groups, and so how many rounds lie between two of a client; at least one.</summary>
    public required int Groups { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public double? SamplingProbability => null;

    /// <inheritdoc/>
    [JsonIgnore]
    public int Separation => Groups;

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Groups < 1)
            yield return Problem.OutOfRange($"{path}.groups",
                $"'cyclic' has {Groups} groups, so that nobody's turn would come. Give 1 or more.");
    }

    /// <inheritdoc/>
    public double Expected(int available) => Math.Ceiling((double)available / Groups);

    /// <inheritdoc/>
    public IReadOnlyList<ClientId> Due(IReadOnlyList<ClientId> registered, int round) =>
        [.. registered.Where((_, place) => place % Groups == (round - 1) % Groups)];

    /// <inheritdoc/>
    public IReadOnlyList<ClientId> Select(IReadOnlyList<ClientId> available, int round, RandomStream random) =>
        [.. available.OrderBy(client => client.Value, StringComparer.Ordinal)];
}
