using System.Collections.Immutable;

namespace Tributary.Server;

/// <summary>A run as the service's log tells it: what was submitted, and who agreed.</summary>
internal sealed record SubmittedRun(RunSubmitted Submitted, ImmutableDictionary<string, SiteConsented> Consents)
{
    /// <summary>Whether a site has agreed to take part.</summary>
    public bool IsApprovedBy(string site) => Consents.GetValueOrDefault(site) is { Approved: true };

    /// <summary><c>approved</c>, <c>declined</c> or null.</summary>
    public string? ConsentOf(string site) =>
        Consents.GetValueOrDefault(site) is { } consent ? consent.Approved ? "approved" : "declined" : null;
}
