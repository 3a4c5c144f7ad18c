namespace Tributary.Protocol;

/// <summary>A message to a party of the round.</summary>
/// <param name="To">The party.</param>
/// <param name="Body">At most a mebibyte, base64.</param>
public sealed record MailRequest(string To, string Body);
