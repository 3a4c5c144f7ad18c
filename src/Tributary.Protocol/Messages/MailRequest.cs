namespace Tributary.Protocol;

/// <summary>A message to a party of the round.</summary>
/// <param name="To">The party: a site of the round, or <c>@coordinator</c>.</param>
/// <param name="Body">At most a mebibyte, base64.</param>
public sealed record MailRequest(string To, string Body);
