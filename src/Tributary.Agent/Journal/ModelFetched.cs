using Tributary.Core;

namespace Tributary.Agent;

/// <summary>A model of a run is in the blob store; the one before is needed no longer.</summary>
/// <param name="At">When.</param>
/// <param name="Run">The run.</param>
/// <param name="Model">The model's tensors.</param>
public sealed record ModelFetched(DateTimeOffset At, string Run, BlobId Model) : AgentEvent(At, Run);
