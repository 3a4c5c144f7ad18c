using Tributary.Core;

namespace Tributary.Server;

/// <summary>What the bodies of a round's updates are like.</summary>
/// <param name="Round">The round.</param>
/// <param name="Longest">The most bytes that one can have.</param>
/// <param name="AreSpent">
/// Whether nothing of a body is kept once it has been received: not so where a rule looks at all updates together, or a stage decoded its
/// tensors.
/// </param>
internal sealed record RoundBodies(RoundId Round, long Longest, bool AreSpent);
