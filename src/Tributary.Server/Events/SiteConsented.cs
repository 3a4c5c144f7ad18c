using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>A site decided on a run; the last decision counts.</summary>
/// <param name="At">When.</param>
/// <param name="Run">The run.</param>
/// <param name="Site">The site.</param>
/// <param name="Approved">Whether it takes part.</param>
/// <param name="JobText">The job that it read.</param>
/// <param name="By">Who decided there.</param>
/// <param name="Signature">Of the site, over the consent statement.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Member">The key that others seal messages to, in this run.</param>
public sealed record SiteConsented(
    DateTimeOffset At, string Run, string Site, bool Approved, BlobId JobText, string By, string Signature,
    string? Reason = null, MemberMessage? Member = null)
    : ServiceEvent(At);
