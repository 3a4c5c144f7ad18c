using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>Who has access: sites and people.</summary>
internal sealed class AdminEndpoints(
    ServiceJournal journal, X509Certificate2 serverRoot, FieldRuns runs, Func<Uri> address, ILogger logger)
{
    private const double LongestInvitationHours = 24 * 365;

    public IEnumerable<Operation> Operations =>
    [
        new("POST", Routes.Invitations, Access.Admin, "Invites a site; an earlier invitation of it ends.", InviteAsync)
        {
            Request = ProtocolJson.Default.InvitationRequest, Answer = ProtocolJson.Default.InvitationAnswer,
        },
        new("GET", Routes.Sites, Access.People, "Lists the sites.", ListSitesAsync) { Answer = ProtocolJson.Default.SitesMessage },
        new("POST", Routes.Sites + "/{site}/revoke", Access.Admin, "Ends a site's access, now.", RevokeAsync)
        {
            Request = ProtocolJson.Default.RevokeRequest, Status = 204,
        },
        new("GET", Routes.People, Access.Admin | Access.Auditor, "Lists the people.", ListPeopleAsync)
        {
            Answer = ProtocolJson.Default.PeopleMessage,
        },
        new("POST", Routes.People, Access.Admin, "Gives a person access, or another role and token.", AddPersonAsync)
        {
            Request = ProtocolJson.Default.PersonRequest, Answer = ProtocolJson.Default.PersonAnswer,
        },
        new("DELETE", Routes.People + "/{person}", Access.Admin, "Ends a person's access.", RemovePersonAsync) { Status = 204 },
    ];

    private async Task InviteAsync(Call call)
    {
        InvitationRequest request = await call.ReadAsync(ProtocolJson.Default.InvitationRequest);
        string site = Roles.Name(request.Site);
        _ = Roles.OfSite(request.Role);
        if (!(request.ValidHours is > 0 and <= LongestInvitationHours))
            throw Refuse.Malformed($"An invitation lasts more than 0 and at most {LongestInvitationHours} hours. Give such a number.");
        string secret = InvitationToken.NewSecret();
        DateTimeOffset expires = journal.Now.AddHours(request.ValidHours);
        await journal.AppendAsync(
            _ => new SiteInvited(journal.Now, site, request.Role, InvitationToken.Digest(secret), expires, call.Caller.Name),
            CancellationToken.None);
        var token = new InvitationToken(address(), InvitationToken.NameOf(serverRoot), site, secret);
        await call.WriteAsync(new InvitationAnswer(token.ToString(), expires), ProtocolJson.Default.InvitationAnswer);
    }

    private Task ListSitesAsync(Call call)
    {
        ServiceState state = journal.State;
        IEnumerable<SiteMessage> enrolled = state.Sites.Values.Select(site => new SiteMessage(
            site.Site, site.Role, site.Revoked is null ? "enrolled" : "revoked", site.NotAfter, LastSeen(site.Site)));
        IEnumerable<SiteMessage> invited = state.Invited.Values.Where(invited => invited.UsedBy is null)
            .Where(site => !state.Sites.ContainsKey(site.Site) && site.Expires > journal.Now)
            .Select(site => new SiteMessage(site.Site, site.Role, "invited"));
        return call.WriteAsync(
            new SitesMessage([.. enrolled.Concat(invited).OrderBy(site => site.Site, StringComparer.Ordinal)]),
            ProtocolJson.Default.SitesMessage);
    }

    private async Task RevokeAsync(Call call)
    {
        RevokeRequest request = await call.ReadAsync(ProtocolJson.Default.RevokeRequest);
        string site = call["site"];
        await journal.AppendAsync(state =>
        {
            if (!state.Sites.TryGetValue(site, out EnrolledSite? known) && !IsInvited(state, site)) throw Refuse.NotFound("The site");
            return known?.Revoked is not null && !IsInvited(state, site)
                ? null
                : new SiteRevoked(journal.Now, site, request.Reason, call.Caller.Name);
        }, CancellationToken.None);
        Log.Revoked(logger, site, call.Caller.Name);
        foreach (RunHost host in runs.Of(site))
            if (host.State.Round is { } round) await host.DropAsync(round.Id, site, Core.DropReason.Unavailable);
        runs.Wake(site); // its held check-in ends with a refusal
        await call.DoneAsync();
    }

    private Task ListPeopleAsync(Call call) => call.WriteAsync(
        new PeopleMessage([.. journal.State.People.Values.OrderBy(person => person.Name, StringComparer.Ordinal)
            .Select(person => new PersonMessage(person.Name, person.Role))]),
        ProtocolJson.Default.PeopleMessage);

    private async Task AddPersonAsync(Call call)
    {
        PersonRequest request = await call.ReadAsync(ProtocolJson.Default.PersonRequest);
        string name = Roles.Name(request.Name);
        _ = Roles.OfPerson(request.Role);
        string token = PersonToken.New();
        await journal.AppendAsync(state =>
        {
            RefuseLastAdmin(state, name, request.Role);
            return new PersonAdded(journal.Now, name, request.Role, InvitationToken.Digest(token), call.Caller.Name);
        }, CancellationToken.None);
        await call.WriteAsync(new PersonAnswer(name, request.Role, token), ProtocolJson.Default.PersonAnswer);
    }

    private async Task RemovePersonAsync(Call call)
    {
        string name = call["person"];
        await journal.AppendAsync(state =>
        {
            if (!state.People.ContainsKey(name)) throw Refuse.NotFound("The person");
            RefuseLastAdmin(state, name, "");
            return new PersonRemoved(journal.Now, name, call.Caller.Name);
        }, CancellationToken.None);
        await call.DoneAsync();
    }

    /// <summary>A coordinator without an administrator could not get one any more.</summary>
    private static void RefuseLastAdmin(ServiceState state, string name, string role)
    {
        if (role != Roles.Admin && state.People.GetValueOrDefault(name) is { Role: Roles.Admin }
            && state.People.Values.Count(person => person.Role == Roles.Admin) == 1)
            throw Refuse.Malformed($"'{name}' is the only administrator, and nobody could make another. Make one first.", 409);
    }

    private DateTimeOffset? LastSeen(string site) => runs.Of(site).Max(host => host.Attendance.LastSeen(site));

    private static bool IsInvited(ServiceState state, string site) => state.Invited.GetValueOrDefault(site) is { UsedBy: null };
}
