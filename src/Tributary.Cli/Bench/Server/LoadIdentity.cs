using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tributary.Cli;

/// <summary>Who a simulated agent is: a name, a key and a certificate of the coordinator's authority.</summary>
/// <param name="Site">Its name.</param>
/// <param name="Key">Signs what it hands in.</param>
/// <param name="Certificate">With the key.</param>
/// <param name="Tls">How it connects.</param>
internal sealed record LoadIdentity(string Site, ECDsa Key, X509Certificate2 Certificate, SslClientAuthenticationOptions Tls);
