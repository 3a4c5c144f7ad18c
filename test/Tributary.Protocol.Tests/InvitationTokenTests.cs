using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Tributary.Protocol.Tests;

public sealed class InvitationTokenTests
{
    private static readonly string _authority = MakeAuthority();

    private static readonly InvitationToken _token =
        new(new Uri("https://coordinator.example:8443/"), _authority, "cleveland", InvitationToken.NewSecret());

    [Fact]
    public void Is_one_word_and_read_back()
    {
        string word = _token.ToString();
        Assert.DoesNotContain(word, c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'));
        Assert.True(InvitationToken.TryParse(word, out InvitationToken? read));
        Assert.Equal(_token, read);
    }

    [Fact]
    public void Two_secrets_differ_and_are_kept_as_digests()
    {
        Assert.NotEqual(InvitationToken.NewSecret(), InvitationToken.NewSecret());
        Assert.Equal(64, InvitationToken.Digest(_token.Secret).Length);
        Assert.DoesNotContain(_token.Secret, InvitationToken.Digest(_token.Secret), StringComparison.Ordinal);
    }

    public static TheoryData<string?> Nonsense => new(
        null, "", "trb1_", "trb1_!!!", "trb2_" + _token.ToString()[5..], _token.ToString()[..^20],
        Encode("https://c/", "site", "s", _authority[..^8]), Encode("https://c/", "../site", "s", _authority),
        Encode("nowhere", "site", "s", _authority), Encode("https://c/", "site", "", _authority));

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void Nonsense_is_not_a_token(string? text) => Assert.False(InvitationToken.TryParse(text, out _));

    [Fact]
    public void Carries_the_authority_that_the_site_trusts()
    {
        using X509Certificate2 authority = _token.LoadAuthority();
        Assert.Equal("CN=authority", authority.Subject);
        Assert.Equal(_token.Authority, InvitationToken.NameOf(authority));
    }

    private static string Encode(string coordinator, string site, string secret, string authority) => "trb1_" + Base64Url.EncodeToString(
        [.. Encoding.UTF8.GetBytes($"{coordinator}\n{site}\n{secret}\n"), .. Convert.FromBase64String(authority)]);

    private static string MakeAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 authority = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90));
        return InvitationToken.NameOf(authority);
    }
}
