using Tributary.Core;

namespace Tributary.Agent;

/// <summary>What stages remember between rounds has changed.</summary>
/// <param name="At">When.</param>
/// <param name="Run">The run.</param>
/// <param name="Values">By name; in the blob store.</param>
public sealed record VaultStored(DateTimeOffset At, string Run, IReadOnlyDictionary<string, BlobId> Values) : AgentEvent(At, Run);
