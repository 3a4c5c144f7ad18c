using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Tributary.Protocol;

/// <summary>Everything a site needs to enrol, in one word to be handed over by a safe way: telephone, sealed letter, encrypted mail.</summary>
/// <param name="Coordinator">Where the coordinator is.</param>
/// <param name="Authority">The SHA-256 digest of the authority's certificate: the site trusts nobody else.</param>
/// <param name="Site">The name the site will have.</param>
/// <param name="Secret">Single use.</param>
public sealed record InvitationToken(Uri Coordinator, string Authority, string Site, string Secret)
{
    private const string Prefix = "trb1_";

    /// <summary>Random bytes as a secret of 43 characters.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The form in which a secret is kept: nobody who reads the store can use it.</summary>
    public static string Digest(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>The digest by which an authority is known.</summary>
    public static string Fingerprint(X509Certificate2 authority) => Convert.ToHexStringLower(SHA256.HashData(authority.RawData));

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out InvitationToken? token)
    {
        token = null;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal) || !Base64Url.IsValid(text.AsSpan(Prefix.Length))) return false;
        string[] parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text.AsSpan(Prefix.Length))).Split('\n');
        if (parts is not [string url, { Length: 64 } authority, string site, { Length: > 0 } secret]) return false;
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? coordinator) || !SiteName.IsValid(site)) return false;
        token = new InvitationToken(coordinator, authority, site, secret);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Prefix + Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Coordinator}\n{Authority}\n{Site}\n{Secret}"));
}
