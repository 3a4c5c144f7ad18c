namespace Tributary.Server;

/// <summary>A person got access, or another token or role.</summary>
/// <param name="At">When.</param>
/// <param name="Name">The person.</param>
/// <param name="Role">The role.</param>
/// <param name="TokenDigest">The SHA-256 digest of the bearer token.</param>
/// <param name="By">Who gave it.</param>
public sealed record PersonAdded(DateTimeOffset At, string Name, string Role, string TokenDigest, string By) : ServiceEvent(At);
