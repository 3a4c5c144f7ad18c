namespace Tributary.Protocol;

/// <summary>A message from a party of the round.</summary>
/// <param name="Number">Counts up; ask for those after the last one seen.</param>
/// <param name="From">The party.</param>
/// <param name="Body">Base64.</param>
public sealed record MailMessage(long Number, string From, string Body);
