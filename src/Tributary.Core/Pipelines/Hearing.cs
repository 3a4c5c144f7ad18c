namespace Tributary.Core;

/// <summary>What has come of the answers to a step.</summary>
/// <param name="IsReady">Whether there is nothing to wait for: in the last step after the close, whether the sums can be decoded.</param>
/// <param name="Answered">The clients that answered.</param>
/// <param name="Wrong">Those of them whose answer is not what it must be.</param>
public sealed record Hearing(bool IsReady, IReadOnlyCollection<ClientId> Answered, IReadOnlyCollection<ClientId> Wrong);
