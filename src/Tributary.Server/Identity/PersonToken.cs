using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>Bearer tokens of people.</summary>
internal static class PersonToken
{
    private const string Prefix = "trbp_"; // by which scanners for leaked secrets find it

    public static string New() => Prefix + InvitationToken.NewSecret();
}
