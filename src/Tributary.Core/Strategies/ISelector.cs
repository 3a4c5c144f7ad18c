using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Chooses the cohort of a round.</summary>
public interface ISelector
{
    /// <summary>The number of clients it chooses, or the expected number where that is random.</summary>
    double Expected(int available);

    /// <summary>
    /// The probability with which each client is in a cohort, independently of all others, or null where selection is not so.
    /// </summary>
    /// <remarks>Privacy amplification by sampling may be claimed from this number and from nothing else.</remarks>
    double? SamplingProbability { get; }

    /// <summary>The least number of rounds from one in which a client takes part to its next.</summary>
    int Separation => 1;

    /// <summary>
    /// The registered clients whose turn a round is, by their place alone; the cohort is drawn from those of them that are there.
    /// </summary>
    IReadOnlyList<ClientId> Due(IReadOnlyList<ClientId> registered, int round) => registered;

    /// <summary>
    /// The cohort of <paramref name="round"/>; neither it nor its order depends on the order of <paramref name="available"/>.
    /// </summary>
    IReadOnlyList<ClientId> Select(IReadOnlyList<ClientId> available, int round, RandomStream random);
}
