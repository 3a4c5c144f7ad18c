using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tributary.Protocol;

/// <summary>
/// The authority's certificate inside of the server's. A TLS server does not send the root of its chain, and a site that knows only the root's
/// digest, from its invitation, could not check anything.
/// </summary>
/// <remarks>Not critical: others pass over it. Whoever reads it believes it only if its digest is the one that was agreed on.</remarks>
public static class AuthorityExtension
{
    /// <summary>The extension's name: an identifier made of a random number, as ITU-T X.667 allows anybody.</summary>
    public const string Identifier = "2.25.175428604293780914506725901347";

    /// <summary>The extension for a server's certificate.</summary>
    public static X509Extension Of(X509Certificate2 authority) => new(Identifier, authority.RawData, critical: false);

    /// <summary>The authority's certificate in a server's, or null where there is none that can be read.</summary>
    public static X509Certificate2? Find(X509Certificate2 server)
    {
        if (server.Extensions[Identifier] is not { } extension) return null;
        try
        {
            return X509CertificateLoader.LoadCertificate(extension.RawData);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
