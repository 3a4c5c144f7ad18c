using System.Security.Cryptography;

namespace Tributary.Security;

/// <summary>
/// A message that only one receiver can read: ephemeral ECDH on P-256, HKDF-SHA-256, AES-256-GCM; the envelope is bound to it.
/// </summary>
/// <remarks>
/// The point of the ephemeral key, the cipher text, the tag. Every box has a key of its own, so its nonce is zero. The key is derived
/// from the shared secret with both public keys and the envelope as information (HPKE, RFC 9180, has the same shape). A box says
/// nothing about who sealed it: sign what needs a sender.
/// </remarks>
public static class SealedBox
{
    /// <summary>How many bytes a box is longer than its content.</summary>
    public const int Overhead = BoxPoint.Length + TagLength;

    internal const int TagLength = 16;
    internal const string Purpose = "tributary sealed box 1";
    private const int KeyLength = 32, NonceLength = 12;

    internal static ReadOnlySpan<byte> Nonce => new byte[NonceLength];

    /// <summary>Seals a message to a receiver.</summary>
    /// <param name="receiver">The receiver's <see cref="BoxKey.PublicKey"/>.</param>
    /// <param name="message">Any bytes.</param>
    /// <param name="envelope">The receiver must name the same.</param>
    /// <exception cref="SecurityException">The receiver's key is none.</exception>
    public static byte[] Seal(ReadOnlySpan<byte> receiver, ReadOnlySpan<byte> message, Envelope envelope)
    {
        try
        {
            using ECDiffieHellman to = BoxPoint.Read(receiver), ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
            byte[] point = BoxPoint.Write(ephemeral), box = new byte[message.Length + Overhead];
            point.CopyTo(box, 0);
            using AesGcm gcm = Agree(ephemeral, to.PublicKey, point, receiver, envelope);
            Span<byte> cipher = box.AsSpan(BoxPoint.Length, message.Length), tag = box.AsSpan(box.Length - TagLength);
            gcm.Encrypt(Nonce, message, cipher, tag, envelope.ToBytes(Purpose));
            return box;
        }
        catch (CryptographicException e)
        {
            throw new SecurityException($"The public key of '{envelope.To}' is no point on P-256; what is sealed to it might be read by "
                + "others. Leave this receiver out.", e);
        }
    }

    /// <summary>The cipher of one box, from one side's pair and the other side's public key.</summary>
    internal static AesGcm Agree(
        ECDiffieHellman mine, ECDiffieHellmanPublicKey theirs, ReadOnlySpan<byte> ephemeral, ReadOnlySpan<byte> receiver, Envelope envelope)
    {
        byte[] shared = mine.DeriveRawSecretAgreement(theirs);
        Span<byte> key = stackalloc byte[KeyLength];
        try
        {
            byte[] bound = [.. ephemeral, .. receiver, .. envelope.ToBytes(Purpose)];
            HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, key, salt: [], info: bound);
            return new AesGcm(key, TagLength);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(shared);
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
