using System.Security.Cryptography;
using System.Text;

namespace Tributary.Security;

/// <summary>Keys that two clients of a group derive from their key pairs: ECDH on P-256, HKDF-SHA-256 with the terms as salt.</summary>
internal static class PairwiseAgreement
{
    /// <summary>Fills <paramref name="key"/> with the key for one purpose.</summary>
    /// <exception cref="SecurityException">The other's point is none.</exception>
    public static void Derive(BoxKey own, ReadOnlySpan<byte> other, PairwiseTerms terms, string purpose, Span<byte> key)
    {
        byte[] secret = [];
        try
        {
            using ECDiffieHellman point = BoxPoint.Read(other);
            secret = own.AgreeWith(point.PublicKey);
            HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, terms.Digest, Encoding.UTF8.GetBytes($"tributary pairwise 1 {purpose}"));
        }
        catch (CryptographicException e)
        {
            throw new SecurityException("What a neighbour told as its key is no point on P-256, so that nothing can be agreed on with it. "
                + "Treat it as absent.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
