namespace Tributary.Server;

/// <summary>A reverse proxy on this machine that ends TLS and hands the site's certificate on in a header.</summary>
public sealed record ProxySettings
{
    /// <summary>The addresses from which the header is believed; what anybody else sends in it is ignored.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = ["127.0.0.1", "::1"];

    /// <summary>
    /// The header with the certificate: PEM, percent-encoded, or base64 of its bytes. The proxy must overwrite what clients send.
    /// </summary>
    public string Header { get; init; } = "X-Client-Certificate";
}
