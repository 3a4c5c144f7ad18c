using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace Tributary.Server;

/// <summary>Certificates that a reverse proxy hands on, from the addresses that are believed.</summary>
internal sealed class ForwardedCertificates(ProxySettings settings)
{
    private const int MostRemembered = 10_000, LongestHeader = 16_384;

    private readonly HashSet<IPAddress> _addresses = [.. settings.Addresses.Select(IPAddress.Parse)];
    private readonly ConcurrentDictionary<string, X509Certificate2> _read = new(StringComparer.Ordinal);

    /// <summary>The certificate, or null where there is none to be believed.</summary>
    public X509Certificate2? Find(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } from) return null;
        if (!_addresses.Contains(from.IsIPv4MappedToIPv6 ? from.MapToIPv4() : from)) return null;
        string? text = http.Request.Headers[settings.Header];
        if (string.IsNullOrEmpty(text) || text.Length > LongestHeader) return null;
        if (_read.TryGetValue(text, out X509Certificate2? known)) return known;
        if (Read(text) is not { } certificate) return null;
        if (_read.Count >= MostRemembered) _read.Clear();
        return _read.GetOrAdd(text, certificate);
    }

    private static X509Certificate2? Read(string text)
    {
        try
        {
            string plain = Uri.UnescapeDataString(text);
            return plain.Contains("-----BEGIN", StringComparison.Ordinal)
                ? X509Certificate2.CreateFromPem(plain)
                : X509CertificateLoader.LoadCertificate(Convert.FromBase64String(plain.Trim(':'))); // RFC 9440 puts it between colons
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
