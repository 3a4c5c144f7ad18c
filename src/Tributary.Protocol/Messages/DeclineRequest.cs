using Tributary.Core;

namespace Tributary.Protocol;

/// <summary>A client leaves a round.</summary>
/// <param name="Reason">Why.</param>
public sealed record DeclineRequest(DropReason Reason);
