using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tributary.Core;
using Tributary.Protocol;
using Tributary.Tests;
using Tributary.Training;

namespace Tributary.Agent.Tests;

public sealed class EnrolmentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _authority = new();

    private string Site => Path.Combine(_folder.Path, "site");

    public void Dispose() => _folder.Dispose();

    private Task<SiteFolder> EnrolAsync(Func<CertificateMessage, CertificateMessage> change) => new Enrolment(Site).EnrolAsync(
        _authority.Invite("nord"), (request, _) => Task.FromResult(change(_authority.Certify("nord", request.CertificateRequest))), CancellationToken.None);

    [Fact]
    public async Task A_new_site_has_a_key_that_only_its_owner_can_read()
    {
        SiteFolder folder = await _authority.EnrolAsync("nord", Site);
        Assert.Equal("nord", folder.Identity.Site);
        Assert.Equal(_authority.CheckpointKey, folder.Identity.CheckpointKey);
        using ECDsa key = folder.LoadKey();
        Assert.True(new ConsentStatement("run", new ClientId("nord"), BlobId.Of([]), true).IsSigned(
            new ConsentStatement("run", new ClientId("nord"), BlobId.Of([]), true).Sign(key), folder.LoadCertificate().GetECDsaPublicKey()!));
        Assert.True(folder.Connection(TimeProvider.System).Certificate!.HasPrivateKey);
        if (OperatingSystem.IsWindows()) return;
        foreach (string file in Directory.GetFiles(Site))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Site));
    }

    [Fact]
    public async Task The_configuration_of_a_new_site_can_be_read_and_asks_a_person()
    {
        SiteFolder folder = await _authority.EnrolAsync("nord", Site);
        var problems = new List<Problem>();
        SiteConfiguration? site = folder.ReadConfiguration(new TrainingCatalog(), problems);
        Assert.Empty(problems);
        Assert.Equal(Approval.Ask, site!.Policy.Approve);
    }

    [Fact]
    public async Task A_folder_with_an_identity_is_not_given_another()
    {
        await _authority.EnrolAsync("nord", Site);
        byte[] key = File.ReadAllBytes(Path.Combine(Site, "key.pem"));
        SiteException e = await Assert.ThrowsAsync<SiteException>(() => _authority.EnrolAsync("ost", Site));
        Assert.Equal(ProblemCodes.NoIdentity, e.Problems[0].Code);
        Assert.Equal(key, File.ReadAllBytes(Path.Combine(Site, "key.pem")));
    }

    [Fact]
    public async Task An_enrolment_that_was_interrupted_goes_on_with_the_same_key()
    {
        await Assert.ThrowsAsync<UnreachableException>(() => EnrolAsync(_ => throw new UnreachableException("The link broke.")));
        byte[] key = File.ReadAllBytes(Path.Combine(Site, "key.pem"));
        Assert.Throws<SiteException>(() => SiteFolder.Open(Site));
        await EnrolAsync(answer => answer);
        Assert.Equal(key, File.ReadAllBytes(Path.Combine(Site, "key.pem")));
    }

    [Fact]
    public async Task An_answer_of_another_authority_is_not_kept()
    {
        var other = new TestAuthority();
        string request = "";
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
            request = new CertificateRequest("CN=nord", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        await Assert.ThrowsAsync<SiteException>(() => EnrolAsync(answer => answer with { Authority = other.Certificate.ExportCertificatePem() }));
        await Assert.ThrowsAsync<SiteException>(() => EnrolAsync(answer => answer with { Site = "ost" }));
        await Assert.ThrowsAsync<SiteException>(() => EnrolAsync(answer => answer with { Certificate = _authority.Certify("nord", request).Certificate }));
        await Assert.ThrowsAsync<SiteException>(() => EnrolAsync(answer => answer with { Certificate = other.Certificate.ExportCertificatePem() }));
        await Assert.ThrowsAsync<SiteException>(() => EnrolAsync(answer => answer with { Certificate = "nonsense" }));
        Assert.False(File.Exists(Path.Combine(Site, "certificate.pem")));
    }

    [Fact]
    public async Task A_key_that_others_can_read_is_refused()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no file modes.");
        else
        {
            await _authority.EnrolAsync("nord", Site);
            File.SetUnixFileMode(Path.Combine(Site, "key.pem"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
            Assert.Contains("chmod 600", Assert.Throws<SiteException>(() => SiteFolder.Open(Site)).Message);
        }
    }

    [Fact]
    public void A_folder_without_an_identity_says_so() =>
        Assert.Contains("enrol with an invitation", Assert.Throws<SiteException>(() => SiteFolder.Open(Site)).Message);

    [Fact]
    public async Task One_agent_works_in_a_folder()
    {
        SiteFolder folder = await _authority.EnrolAsync("nord", Site);
        using (folder.Lock()) Assert.Contains("another agent", Assert.Throws<SiteException>(folder.Lock).Message);
        folder.Lock().Dispose();
    }

    [Theory]
    [InlineData(61, false)]
    [InlineData(59, true)]
    public async Task A_certificate_is_renewed_for_the_same_key_in_the_last_third_of_its_life(int daysAfter, bool renewed)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        var authority = new TestAuthority { NotBefore = now.AddHours(-1), NotAfter = now.AddHours(-1).AddDays(90) };
        SiteFolder folder = await authority.EnrolAsync("nord", Site);
        using ECDsa before = folder.LoadKey();
        bool done = await new Enrolment(Site).RenewAsync(
            folder, now.AddHours(-1).AddDays(120 - daysAfter),
            (request, _) => Task.FromResult(authority.Certify("nord", request.CertificateRequest)), CancellationToken.None);
        Assert.Equal(renewed, done);
        using ECDsa after = SiteFolder.Open(Site).LoadKey();
        Assert.Equal(before.ExportSubjectPublicKeyInfo(), after.ExportSubjectPublicKeyInfo());
    }
}
