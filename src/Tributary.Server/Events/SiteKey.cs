namespace Tributary.Server;

/// <summary>A certificate of a site: its serial number, and the key in it (SubjectPublicKeyInfo, base64).</summary>
internal sealed record SiteKey(string Serial, string PublicKey);
