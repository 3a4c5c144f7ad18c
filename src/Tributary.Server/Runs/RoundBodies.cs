using Tributary.Core;

namespace Tributary.Server;

/// <summary>What the bodies of a round's updates are like.</summary>
/// <param name="Round">The round.</param>
/// <param name="Longest">The most bytes that one can have.</param>
/// <param name="AreCopied">
/// Whether nothing of a body is kept once it has been received: numbers are copied out of it, but the tensors of a coding stage are not.
/// </param>
internal sealed record RoundBodies(RoundId Round, long Longest, bool AreCopied);
