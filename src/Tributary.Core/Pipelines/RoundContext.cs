using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>What both halves of a stage know about a round.</summary>
/// <param name="Round">Which round.</param>
/// <param name="Groups">The invited clients, divided.</param>
/// <param name="Seed">A number all parties of the round share and nobody keeps secret: seeded sparsity and rotations start from it.</param>
public sealed record RoundContext(RoundId Round, IReadOnlyList<Group> Groups, ulong Seed)
{
    /// <summary>A public stream for one stage, the same at every party.</summary>
    public RandomStream Shared(string stage) => new RandomStream(Seed).Derive(stage);
}
