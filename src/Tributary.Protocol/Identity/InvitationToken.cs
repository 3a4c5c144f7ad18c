using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Tributary.Protocol;

/// <summary>
/// Everything a site needs to enrol, in one word to be handed over by a safe way: telephone, sealed letter, encrypted mail.
/// </summary>
/// <param name="Coordinator">Where the coordinator is.</param>
/// <param name="Authority">The authority's certificate, DER in base64: the site trusts nobody else.</param>
/// <param name="Site">The name the site will have.</param>
/// <param name="Secret">Single use.</param>
public sealed record InvitationToken(Uri Coordinator, string Authority, string Site, string Secret)
{
    private const string Prefix = "trb1_";

    /// <summary>Random bytes as a secret of 43 characters.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The form in which a secret is kept: nobody who reads the store can use it.</summary>
    public static string Digest(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>The form in which a token names its authority.</summary>
    public static string NameOf(X509Certificate2 authority) => Convert.ToBase64String(authority.RawDataMemory.Span);

    /// <summary>The authority's certificate.</summary>
    public X509Certificate2 LoadAuthority() => X509CertificateLoader.LoadCertificate(Convert.FromBase64String(Authority));

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out InvitationToken? token)
    {
        token = null;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || !Base64Url.IsValid(text.AsSpan(Prefix.Length))) return false;
        byte[] content = Base64Url.DecodeFromChars(text.AsSpan(Prefix.Length)); // lines, then a certificate as it is
        var lines = new List<string>();
        ReadOnlySpan<byte> rest = content;
        for (int end; lines.Count < 3 && (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
            lines.Add(Encoding.UTF8.GetString(rest[..end]));
        if (lines is not [string url, string site, { Length: > 0 } secret]) return false;
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? coordinator) || !SiteName.IsValid(site) || !IsCertificate(rest)) return false;
        token = new InvitationToken(coordinator, Convert.ToBase64String(rest), site, secret);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Prefix + Base64Url.EncodeToString(
        [.. Encoding.UTF8.GetBytes($"{Coordinator}\n{Site}\n{Secret}\n"), .. Convert.FromBase64String(Authority)]);

    private static bool IsCertificate(ReadOnlySpan<byte> content)
    {
        try
        {
            X509CertificateLoader.LoadCertificate(content).Dispose();
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
