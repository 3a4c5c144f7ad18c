using Tributary.Core;

namespace Tributary.Server;

/// <summary>A party of a round left a message for another; in the stream of that round.</summary>
/// <param name="At">When.</param>
/// <param name="Stage">The stage that it belongs to.</param>
/// <param name="From">Who sent it.</param>
/// <param name="To">Whom it is for.</param>
/// <param name="Body">The message; kept until the round is over.</param>
/// <param name="Bytes">Its length.</param>
public sealed record MailPosted(DateTimeOffset At, string Stage, string From, string To, BlobId Body, int Bytes) : ServiceEvent(At);
