namespace Tributary.Protocol;

/// <summary>An administrator invites a site.</summary>
/// <param name="Site">Its name: lower-case letters, digits and hyphens.</param>
/// <param name="Role"><c>site</c> or <c>evaluator</c>.</param>
/// <param name="ValidHours">How long the invitation lasts.</param>
public sealed record InvitationRequest(string Site, string Role, double ValidHours);
