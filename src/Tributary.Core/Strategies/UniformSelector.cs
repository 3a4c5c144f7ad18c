using System.Text.Json.Serialization;
using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>So many of the available clients, every choice of them being equally likely.</summary>
public sealed record UniformSelector : ISelector, IChecked
{
    /// <summary>How many clients; instead of <see cref="Fraction"/>.</summary>
    public int? Count { get; init; }

    /// <summary>Which share of the available clients, above 0 and up to 1, at least one; instead of <see cref="Count"/>.</summary>
    public double? Fraction { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public double? SamplingProbability => null;

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Count is null == Fraction is null)
            yield return Problem.OutOfRange(path,
                "'uniform' needs either 'count' or 'fraction' to know how many clients to choose. Give one of them.");
        if (Count < 1)
            yield return Problem.OutOfRange($"{path}.count",
                $"'uniform' chooses {Count} clients, so that nobody would train. Give at least 1.");
        if (Fraction is { } fraction && !(fraction > 0 && fraction <= 1))
            yield return Problem.OutOfRange($"{path}.fraction",
                $"'uniform' chooses the fraction {fraction}, which is not a share of the clients. " +
                "Give a number above 0 and up to 1, such as 0.1.");
    }

    /// <inheritdoc/>
    public double Expected(int available) => Math.Min(available, Count ?? Math.Max(1, Math.Round(Fraction!.Value * available)));

    /// <inheritdoc/>
    public IReadOnlyList<ClientId> Select(IReadOnlyList<ClientId> available, int round, RandomStream random)
    {
        ClientId[] clients = [.. available.OrderBy(client => client.Value, StringComparer.Ordinal)];
        random.Shuffle<ClientId>(clients);
        return clients[..(int)Expected(clients.Length)];
    }
}
