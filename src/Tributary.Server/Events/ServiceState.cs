using System.Collections.Immutable;

namespace Tributary.Server;

/// <summary>Who may do what and which runs there are: a pure fold over the service's log.</summary>
internal sealed record ServiceState
{
    public static ServiceState Empty { get; } = new();

    /// <summary>Invitations that have not been used, by site.</summary>
    public ImmutableDictionary<string, InvitedSite> Invited { get; init; } =
        ImmutableDictionary.Create<string, InvitedSite>(StringComparer.Ordinal);

    /// <summary>Sites that have been enrolled, by name.</summary>
    public ImmutableDictionary<string, EnrolledSite> Sites { get; init; } =
        ImmutableDictionary.Create<string, EnrolledSite>(StringComparer.Ordinal);

    /// <summary>People, by name.</summary>
    public ImmutableDictionary<string, Person> People { get; init; } = ImmutableDictionary.Create<string, Person>(StringComparer.Ordinal);

    /// <summary>The same people, by the digests of their tokens.</summary>
    public ImmutableDictionary<string, Person> Tokens { get; init; } = ImmutableDictionary.Create<string, Person>(StringComparer.Ordinal);

    /// <summary>All runs, by name.</summary>
    public ImmutableDictionary<string, SubmittedRun> Runs { get; init; } =
        ImmutableDictionary.Create<string, SubmittedRun>(StringComparer.Ordinal);

    /// <summary>The state after one more event.</summary>
    public ServiceState Apply(ServiceEvent e) => e switch
    {
        SiteInvited invited => this with
        {
            Invited = Invited.SetItem(invited.Site, new InvitedSite(invited.Site, invited.Role, invited.SecretDigest, invited.Expires)),
        },
        SiteEnrolled enrolled => this with
        {
            Invited = Invited.TryGetValue(enrolled.Site, out InvitedSite? used)
                ? Invited.SetItem(enrolled.Site, used with { UsedBy = enrolled.PublicKey })
                : Invited,
            Sites = Sites.SetItem(enrolled.Site, new EnrolledSite(
                enrolled.Site, enrolled.Role, [new SiteKey(enrolled.Serial, enrolled.PublicKey)], enrolled.NotAfter, null)),
        },
        CertificateRenewed renewed when Sites.TryGetValue(renewed.Site, out EnrolledSite? site) => this with
        {
            Sites = Sites.SetItem(renewed.Site, site.With(new SiteKey(renewed.Serial, renewed.PublicKey), renewed.NotAfter)),
        },
        SiteRevoked revoked => this with
        {
            Invited = Invited.Remove(revoked.Site),
            Sites = Sites.TryGetValue(revoked.Site, out EnrolledSite? site)
                ? Sites.SetItem(revoked.Site, site with { Revoked = revoked.Reason })
                : Sites,
        },
        PersonAdded added => Without(added.Name).With(new Person(added.Name, added.Role, added.TokenDigest)),
        PersonRemoved removed => Without(removed.Name),
        RunSubmitted submitted => this with
        {
            Runs = Runs.SetItem(submitted.Run, new SubmittedRun(
                submitted, ImmutableDictionary.Create<string, SiteConsented>(StringComparer.Ordinal))),
        },
        SiteConsented consented when Runs.TryGetValue(consented.Run, out SubmittedRun? run) => this with
        {
            Runs = Runs.SetItem(consented.Run, run with { Consents = run.Consents.SetItem(consented.Site, consented) }),
        },
        _ => this,
    };

    private ServiceState With(Person person) => this with
    {
        People = People.SetItem(person.Name, person),
        Tokens = Tokens.SetItem(person.TokenDigest, person),
    };

    private ServiceState Without(string name) => People.TryGetValue(name, out Person? person)
        ? this with { People = People.Remove(name), Tokens = Tokens.Remove(person.TokenDigest) }
        : this;
}
