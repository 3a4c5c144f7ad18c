using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server.Tests;

/// <summary>Who gets in, and who does not any more.</summary>
public sealed class IdentityTests
{
    private static Task<CertificateMessage> EnrolAsync(TestServer server, string secret, string? request = null) => server.Connect().PostAsync(
        Routes.Enrolments, new EnrolmentRequest(secret, request ?? NewRequest()),
        ProtocolJson.Default.EnrolmentRequest, ProtocolJson.Default.CertificateMessage);

    private static string NewRequest()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return TestServer.Request(key);
    }

    private static Task OffersAsync(CoordinatorConnection connection) => connection.GetAsync(Routes.Offers, ProtocolJson.Default.OffersMessage);

    private static async Task<CertificateMessage> RenewAsync(TestSite site, ECDsa key) => await site.Connection.PostAsync(
        Routes.Certificates, new CertificateRequestMessage(TestServer.Request(key)),
        ProtocolJson.Default.CertificateRequestMessage, ProtocolJson.Default.CertificateMessage);

    [Fact]
    public async Task An_invitation_works_once()
    {
        await using TestServer server = await TestServer.StartAsync();
        InvitationToken token = await server.InviteAsync("berlin");
        CertificateMessage answer = await EnrolAsync(server, token.Secret);
        Assert.Equal(("berlin", "site"), (answer.Site, answer.Role));
        await Refused.ByAsync(401, ProblemCodes.InvitationInvalid, () => EnrolAsync(server, token.Secret));
        await Refused.ByAsync(401, ProblemCodes.InvitationInvalid, () => EnrolAsync(server, InvitationToken.NewSecret()));
    }

    [Fact]
    public async Task Whoever_used_an_invitation_may_ask_again_with_the_same_key_for_an_answer_that_was_lost()
    {
        await using TestServer server = await TestServer.StartAsync();
        InvitationToken token = await server.InviteAsync("berlin");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        async Task<CertificateMessage> Ask() => await server.Connect().PostAsync(
            Routes.Enrolments, new EnrolmentRequest(token.Secret, TestServer.Request(key)),
            ProtocolJson.Default.EnrolmentRequest, ProtocolJson.Default.CertificateMessage);
        CertificateMessage first = await Ask(), second = await Ask();
        Assert.NotEqual(first.Certificate, second.Certificate);
        await OffersAsync(new TestSite(server, second, key).Connection);
        await Refused.ByAsync(401, ProblemCodes.InvitationInvalid, () => EnrolAsync(server, token.Secret)); // another key
    }

    [Fact]
    public async Task Of_two_that_use_an_invitation_at_once_one_gets_in()
    {
        await using TestServer server = await TestServer.StartAsync();
        InvitationToken token = await server.InviteAsync("berlin");
        bool[] got = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await EnrolAsync(server, token.Secret);
                return true;
            }
            catch (ProtocolException e) when (e.Problem.Code == ProblemCodes.InvitationInvalid)
            {
                return false;
            }
        }));
        Assert.Single(got, true);
    }

    [Fact]
    public async Task An_invitation_ends_in_time_and_when_there_is_a_newer_one()
    {
        var clock = new MovableTime();
        await using TestServer server = await TestServer.StartAsync(clock: clock);
        InvitationToken first = await server.InviteAsync("berlin"), second = await server.InviteAsync("berlin");
        await Refused.ByAsync(401, ProblemCodes.InvitationInvalid, () => EnrolAsync(server, first.Secret));
        clock.Advance(TimeSpan.FromHours(1.01));
        await Refused.ByAsync(401, ProblemCodes.InvitationInvalid, () => EnrolAsync(server, second.Secret));
    }

    [Fact]
    public async Task What_an_invitation_holds_is_enough_to_trust_the_coordinator_and_nobody_else()
    {
        await using TestServer server = await TestServer.StartAsync(), impostor = await TestServer.StartAsync();
        using X509Certificate2 authority = (await server.InviteAsync("berlin")).LoadAuthority();
        using var known = new CoordinatorConnection(new ConnectionOptions { Coordinator = server.Address, Authority = authority });
        Assert.Equal("coordinator", (await known.GetAsync(Routes.Service, ProtocolJson.Default.ServiceMessage)).Name);
        using var other = new CoordinatorConnection(new ConnectionOptions { Coordinator = impostor.Address, Authority = authority });
        await Assert.ThrowsAsync<UnreachableException>(() => other.GetAsync(Routes.Service, ProtocolJson.Default.ServiceMessage));
    }

    [Fact]
    public async Task The_name_in_a_certificate_is_the_invitations_whatever_the_request_says()
    {
        await using TestServer server = await TestServer.StartAsync();
        InvitationToken token = await server.InviteAsync("berlin");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateMessage answer = await EnrolAsync(server, token.Secret, TestServer.Request(key, "CN=munich"));
        using var certificate = X509Certificate2.CreateFromPem(answer.Certificate);
        Assert.Equal("CN=berlin", certificate.Subject);
        Assert.False(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal("1.3.6.1.5.5.7.3.2", certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages[0].Value);
    }

    [Fact]
    public async Task A_request_that_its_key_did_not_sign_or_of_another_kind_gets_no_certificate()
    {
        await using TestServer server = await TestServer.StartAsync();
        InvitationToken token = await server.InviteAsync("berlin");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] der = new CertificateRequest("CN=a", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        der[^5] ^= 1;
        using var rsa = RSA.Create(2048);
        using var wide = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        string[] wrong =
        [
            PemEncoding.WriteString("CERTIFICATE REQUEST", der),
            new CertificateRequest("CN=a", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequestPem(),
            TestServer.Request(wide),
            "nonsense",
        ];
        foreach (string request in wrong)
            await Refused.ByAsync(400, ProblemCodes.MalformedRequest, () => EnrolAsync(server, token.Secret, request));
        await EnrolAsync(server, token.Secret); // none of them used it up
    }

    [Fact]
    public async Task Without_a_certificate_or_with_a_foreign_one_a_site_is_told_so()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.EnrolAsync("berlin");
        ProblemMessage none = await Refused.ByAsync(401, ProblemCodes.Unauthenticated, () => OffersAsync(server.Connect()));
        Assert.Contains("neither a site's certificate nor", none.Detail);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 foreign = new CertificateRequest("CN=berlin", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        ProblemMessage other = await Refused.ByAsync(401, ProblemCodes.Unauthenticated, () => OffersAsync(server.Connect(foreign)));
        Assert.Contains("another authority", other.Detail);
    }

    [Fact]
    public async Task A_certificate_expires()
    {
        var clock = new MovableTime();
        await using TestServer server = await TestServer.StartAsync(clock: clock);
        TestSite site = await server.EnrolAsync("berlin");
        clock.Advance(TimeSpan.FromDays(89));
        await OffersAsync(site.Connection);
        clock.Advance(TimeSpan.FromDays(2));
        ProblemMessage problem = await Refused.ByAsync(401, ProblemCodes.Unauthenticated, () => OffersAsync(site.Connection));
        Assert.Contains("expired", problem.Detail);
    }

    [Fact]
    public async Task A_renewed_certificate_takes_the_place_of_the_one_before_once_it_is_used()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestSite site = await server.EnrolAsync("berlin");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateMessage lost = await RenewAsync(site, key), renewed = await RenewAsync(site, key); // the first answer went astray
        Assert.NotEqual(lost.Certificate, renewed.Certificate);
        await OffersAsync(site.Connection);
        using var issued = X509Certificate2.CreateFromPem(renewed.Certificate);
        using X509Certificate2 certificate = issued.CopyWithPrivateKey(key);
        await OffersAsync(server.Connect(certificate));
        ProblemMessage problem = await Refused.ByAsync(401, ProblemCodes.Unauthenticated, () => OffersAsync(site.Connection));
        Assert.Contains("replaced by a newer one", problem.Detail);
    }

    [Fact]
    public async Task Revocation_counts_at_once_and_ends_what_is_held()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestSite site = await server.EnrolAsync("berlin");
        string run = await server.SubmitAsync(Line.Job());
        await site.ConsentAsync(run);
        InvitationMessage work = await site.WorkAsync(run);
        await site.Connection.SendAsync(
            HttpMethod.Post, Routes.Decline(new RoundId(run, work.Round)), new DeclineRequest(DropReason.Failed), ProtocolJson.Default.DeclineRequest);
        TestSite other = await server.EnrolAsync("munich");
        Task<InvitationMessage?> held = other.CheckInAsync(20, run);
        await server.Admin.SendAsync(HttpMethod.Post, Routes.Revoke("munich"), new RevokeRequest("left"), ProtocolJson.Default.RevokeRequest);
        ProblemMessage problem = await Refused.ByAsync(401, ProblemCodes.Unauthenticated, () => held);
        Assert.Contains("revoked: left", problem.Detail);
        await Refused.ByAsync(401, ProblemCodes.Unauthenticated, () => OffersAsync(other.Connection));
        TestSite back = await server.EnrolAsync("munich"); // by a new invitation alone
        await OffersAsync(back.Connection);
    }

    [Theory]
    [InlineData("../etc")]
    [InlineData("a/b")]
    [InlineData("Berlin")]
    [InlineData("a b")]
    [InlineData("-a")]
    [InlineData("..")]
    [InlineData("")]
    public async Task A_name_that_could_lead_elsewhere_is_refused(string name)
    {
        await using TestServer server = await TestServer.StartAsync();
        await Refused.ByAsync(400, ProblemCodes.MalformedRequest, () => server.InviteAsync(name));
        await Refused.ByAsync(400, ProblemCodes.MalformedRequest, () => server.AddPersonAsync(name, "auditor"));
    }

    [Fact]
    public async Task A_person_who_was_removed_or_has_a_newer_token_does_not_get_in()
    {
        await using TestServer server = await TestServer.StartAsync();
        string first = await server.AddPersonAsync("otto", "auditor"), second = await server.AddPersonAsync("otto", "auditor");
        Task Read(string token) => server.Connect(token: token).GetAsync(Routes.Runs, ProtocolJson.Default.RunsMessage);
        await Refused.ByAsync(401, ProblemCodes.Unauthenticated, () => Read(first));
        await Read(second);
        await server.Admin.DeleteAsync(Routes.Person("otto"));
        await Refused.ByAsync(401, ProblemCodes.Unauthenticated, () => Read(second));
        await Refused.ByAsync(409, ProblemCodes.MalformedRequest, () => server.Admin.DeleteAsync(Routes.Person("ada")));
    }

    [Fact]
    public async Task Nothing_kept_lets_anybody_in()
    {
        await using TestServer server = await TestServer.StartAsync();
        InvitationToken token = await server.InviteAsync("berlin");
        string log = string.Join('\n', (await server.ServiceEventsAsync())
            .Select(e => System.Text.Json.JsonSerializer.Serialize(e, ServerJson.Default.ServiceEvent)));
        foreach (string secret in (string[])[token.Secret, server.AdminToken, server.ResearcherToken])
            Assert.DoesNotContain(secret, log, StringComparison.Ordinal);
        Assert.Contains(InvitationToken.Digest(token.Secret), log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_are_logged_some_in_full_and_the_others_as_a_number()
    {
        await using TestServer server = await TestServer.StartAsync();
        CoordinatorConnection nobody = server.Connect();
        for (int i = 0; i < 30; i++) await Refused.ByAsync(401, ProblemCodes.Unauthenticated, () => OffersAsync(nobody));
        AccessRefused[] logged = [.. (await server.ServiceEventsAsync()).OfType<AccessRefused>()];
        Assert.Equal(TestServer.Settings.Limits.LoggedRefusals, logged.Length);
        Assert.Equal((ProblemCodes.Unauthenticated, "127.0.0.1", "GET /v1/offers"), (logged[0].Code, logged[0].Who, logged[0].What));
    }
}
