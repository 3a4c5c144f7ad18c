namespace Tributary.Protocol;

/// <summary>A site asks for a new certificate before the old one expires.</summary>
/// <param name="CertificateRequest">PKCS #10 in PEM.</param>
public sealed record CertificateRequestMessage(string CertificateRequest);
