using Tributary.Core;

namespace Tributary.Agent;

/// <summary>An update is ready to be sent: from now on these bytes are sent for its round, and no others.</summary>
/// <param name="At">When.</param>
/// <param name="Run">The run.</param>
/// <param name="Round">The round's number.</param>
/// <param name="Body">What travels; in the blob store.</param>
/// <param name="Changes">What the vault takes over once the update is accepted; in the blob store.</param>
public sealed record UpdateEncoded(
    DateTimeOffset At, string Run, int Round, BlobId Body, IReadOnlyDictionary<string, BlobId> Changes) : AgentEvent(At, Run);
