namespace Tributary.Protocol;

/// <summary>All runs.</summary>
/// <param name="Runs">Newest first.</param>
public sealed record RunsMessage(IReadOnlyList<RunMessage> Runs);
