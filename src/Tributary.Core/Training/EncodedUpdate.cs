namespace Tributary.Core;

/// <summary>An update as it will be sent, and sent again if need be: encoding it anew would tell more than one update should.</summary>
/// <param name="Round">The round it answers.</param>
/// <param name="Body">What travels.</param>
/// <param name="Changes">What the client's vault takes over once the update is accepted.</param>
public sealed record EncodedUpdate(RoundId Round, ReadOnlyMemory<byte> Body, IReadOnlyDictionary<string, float[]> Changes);
