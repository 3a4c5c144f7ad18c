namespace Tributary.Protocol;

/// <summary>The messages to one party of a round.</summary>
/// <param name="Messages">Oldest first.</param>
public sealed record MailboxMessage(IReadOnlyList<MailMessage> Messages);
