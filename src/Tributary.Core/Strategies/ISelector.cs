using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Chooses the cohort of a round.</summary>
public interface ISelector
{
    /// <summary>The number of clients a round wants, or the expected number where that is random.</summary>
    double Expected(int available);

    /// <summary>The probability with which each client is in a cohort, independently of all others, or null where selection is not so.</summary>
    /// <remarks>Privacy amplification by sampling may be claimed from this number and from nothing else.</remarks>
    double? SamplingProbability { get; }

    /// <summary>The cohort of a round; it does not depend on the order of <paramref name="available"/>.</summary>
    /// <param name="available">The clients that could take part.</param>
    /// <param name="random">The round's own stream.</param>
    /// <param name="invite">
    /// How many to choose where the selector is free to: <see cref="IPacing.Invite"/> of <see cref="Expected"/>. At most all are chosen.
    /// </param>
    IReadOnlyList<ClientId> Select(IReadOnlyList<ClientId> available, RandomStream random, int invite);
}
