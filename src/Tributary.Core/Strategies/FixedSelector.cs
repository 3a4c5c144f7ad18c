using System.Text.Json.Serialization;
using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>The same named clients in every round, as far as they are available.</summary>
public sealed record FixedSelector : ISelector, IChecked
{
    /// <summary>The clients' names, in the order of the cohort.</summary>
    public required IReadOnlyList<string> Clients { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public double? SamplingProbability => null;

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Clients.Count == 0)
            yield return Problem.OutOfRange($"{path}.clients", "'fixed' names no clients, so that nobody would train. Name at least one.");
        foreach (string twice in Clients.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1)
            .Select(group => group.Key))
            yield return Problem.OutOfRange($"{path}.clients",
                $"'fixed' names '{twice}' more than once, and a client answers once a round. Name it once.");
    }

    /// <inheritdoc/>
    public double Expected(int available) => Math.Min(available, Clients.Count);

    /// <inheritdoc/>
    public IReadOnlyList<ClientId> Select(IReadOnlyList<ClientId> available, int round, RandomStream random)
    {
        HashSet<ClientId> there = [.. available];
        return [.. Clients.Select(name => new ClientId(name)).Where(there.Contains)];
    }
}
