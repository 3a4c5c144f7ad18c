namespace Tributary.Protocol;

/// <summary>A site asks for its first certificate.</summary>
/// <param name="Secret">The secret of the invitation.</param>
/// <param name="CertificateRequest">PKCS #10 in PEM, signed by the key that the site made; its subject is not read.</param>
public sealed record EnrolmentRequest(string Secret, string CertificateRequest);
