using System.Text.Json.Serialization;
using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Each available client by a coin of its own: the sampling that privacy accountants amplify by. A cohort may be empty.</summary>
/// <remarks>Whoever invites further clients to make up for drop-outs (over-selection) may no longer claim the coin's probability.</remarks>
public sealed record PoissonSelector : ISelector, IChecked
{
    /// <summary>The probability with which a client takes part in a round, above 0 and up to 1.</summary>
    public required double Probability { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public double? SamplingProbability => Probability;

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (!(Probability > 0 && Probability <= 1))
            yield return Problem.OutOfRange($"{path}.probability",
                $"'poisson' has the probability {Probability}, with which no cohort can be drawn. " +
                "Give a number above 0 and up to 1, such as 0.1.");
    }

    /// <inheritdoc/>
    public double Expected(int available) => Probability * available;

    /// <inheritdoc/>
    public IReadOnlyList<ClientId> Select(IReadOnlyList<ClientId> available, int round, RandomStream random) =>
        [.. available.OrderBy(client => client.Value, StringComparer.Ordinal).Where(_ => random.NextDouble() < Probability)];
}
