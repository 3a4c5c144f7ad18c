using System.Security.Cryptography;

namespace Tributary.Security;

/// <summary>
/// Signatures with the key of a run, which is used for boxes too: ECDSA with SHA-256, IEEE P1363. What is signed begins with its purpose.
/// </summary>
internal static class RunSignature
{
    /// <summary>Bytes of a signature.</summary>
    public const int Length = 64;

    /// <summary>Signs with a client's key of the run.</summary>
    public static byte[] Sign(BoxKey own, ReadOnlySpan<byte> content)
    {
        byte[] secret = own.Export();
        try
        {
            using var key = ECDsa.Create();
            key.ImportPkcs8PrivateKey(secret, out _);
            return key.SignData(content, HashAlgorithmName.SHA256);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Whether the owner of a public key signed something.</summary>
    public static bool IsOf(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != Length) return false;
        try
        {
            using var key = ECDsa.Create(BoxPoint.Parameters(publicKey));
            return key.VerifyData(content, signature, HashAlgorithmName.SHA256);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
