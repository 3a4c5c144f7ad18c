using Tributary.Core;

namespace Tributary.Agent;

/// <summary>An update that was encoded and that the coordinator has not answered to.</summary>
/// <param name="Round">The round's number.</param>
/// <param name="Body">What travels.</param>
/// <param name="Changes">What the vault takes over once it is accepted.</param>
public sealed record PendingUpdate(int Round, BlobId Body, IReadOnlyDictionary<string, BlobId> Changes);
