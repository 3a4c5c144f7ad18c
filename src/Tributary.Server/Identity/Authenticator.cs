using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Http;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>
/// Says who sent a request: for every request, and not once for a connection, so that what ends, ends at once, and a refusal is an answer
/// that people can read.
/// </summary>
internal sealed class Authenticator(Authority authority, ServiceJournal journal, ProxySettings? proxy)
{
    private const string Scheme = "Bearer ";
    private const int LongestToken = 200;

    private readonly ConditionalWeakTable<X509Certificate2, SiteCertificate> _read = [];
    private readonly ForwardedCertificates? _forwarded = proxy is null ? null : new ForwardedCertificates(proxy);

    // The newest certificate of a site that has been used: from then on the ones before it do not count.
    private readonly ConcurrentDictionary<string, string> _used = new(StringComparer.Ordinal);

    public Caller Identify(HttpContext http)
    {
        string? header = http.Request.Headers.Authorization;
        if (header is not null) return IdentifyPerson(header);
        X509Certificate2? certificate = _forwarded is null ? http.Connection.ClientCertificate : _forwarded.Find(http);
        return certificate is null
            ? Caller.Unknown("The request shows neither a site's certificate nor a person's token.")
            : IdentifySite(_read.GetValue(certificate, shown => SiteCertificate.Read(shown, authority)));
    }

    /// <summary>Whether a request came from this machine or with an identity of its own: whose requests are counted together.</summary>
    public static string AddressOf(HttpContext http)
    {
        IPAddress address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6 || address.IsIPv4MappedToIPv6)
            return address.ToString();
        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear(); // one household has a whole network of them
        return new IPAddress(bytes).ToString();
    }

    private Caller IdentifyPerson(string header)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.Length > LongestToken)
            return Caller.Unknown("The authorization is not a bearer token.");
        string digest = InvitationToken.Digest(header[Scheme.Length..].Trim());
        return journal.State.Tokens.TryGetValue(digest, out Person? person) && Same(digest, person.TokenDigest)
            ? new Caller(person.Name, Roles.OfPerson(person.Role))
            : Caller.Unknown("The token is of nobody who has access: it was mistyped, replaced or removed.");
    }

    private Caller IdentifySite(SiteCertificate shown)
    {
        if (!shown.IsOurs) return Caller.Unknown("The certificate was issued by another authority than this coordinator's.");
        DateTimeOffset now = journal.Now;
        if (now > shown.NotAfter) return Caller.Unknown($"The certificate of '{shown.Site}' expired on {shown.NotAfter:u}.");
        if (now < shown.NotBefore) return Caller.Unknown($"The certificate of '{shown.Site}' is not valid before {shown.NotBefore:u}.");
        if (!journal.State.Sites.TryGetValue(shown.Site, out EnrolledSite? site))
            return Caller.Unknown("The certificate is of no site that has been enrolled here.");
        if (site.Revoked is { } reason) return Caller.Unknown($"The access of '{shown.Site}' was revoked: {reason}");
        int age = site.IndexOf(shown.Serial), used = _used.TryGetValue(site.Site, out string? serial) ? site.IndexOf(serial) : -1;
        if (age < 0 || age < used) return Caller.Unknown($"The certificate of '{shown.Site}' has been replaced by a newer one.");
        if (age > used) _used[site.Site] = shown.Serial;
        return new Caller(site.Site, Roles.OfSite(site.Role));
    }

    private static bool Same(string a, string b) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(a), Encoding.ASCII.GetBytes(b));
}
