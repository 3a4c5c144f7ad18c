using System.Security.Cryptography;

namespace Tributary.Security;

/// <summary>
/// A message that only one receiver can read: ephemeral ECDH on P-256, HKDF-SHA-256, AES-256-GCM; the envelope is bound to it.
/// </summary>
/// <remarks>
/// The point of the ephemeral key, the cipher text, the tag. Every box has a key of its own, so its nonce is zero. The key is derived
/// from the shared secret with both public keys and the envelope as information (HPKE, RFC 9180, has the same shape). A box says
/// nothing about who sealed it, unless a sender was named: then the shared secret of the two parties' own keys goes into the key as well,
/// and nobody else can have sealed it (the authenticated mode of HPKE).
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
    /// <param name="sender">The sender's own key, which the receiver must name too; null for a box of anybody.</param>
    /// <exception cref="SecurityException">The receiver's key is none.</exception>
    public static byte[] Seal(ReadOnlySpan<byte> receiver, ReadOnlySpan<byte> message, Envelope envelope, BoxKey? sender = null)
    {
        try
        {
            using ECDiffieHellman to = BoxPoint.Read(receiver), ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
            byte[] point = BoxPoint.Write(ephemeral), box = new byte[message.Length + Overhead];
            point.CopyTo(box, 0);
            byte[] own = sender?.AgreeWith(to.PublicKey) ?? [];
            using AesGcm gcm = Agree(ephemeral.DeriveRawSecretAgreement(to.PublicKey), own, point, receiver, sender?.PublicKey, envelope);
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

    /// <summary>The cipher of one box, from the shared secrets, which are zeroed, and the public keys they come from.</summary>
    internal static AesGcm Agree(
        byte[] shared, byte[] own, ReadOnlySpan<byte> ephemeral, ReadOnlySpan<byte> receiver, ReadOnlySpan<byte> sender, Envelope envelope)
    {
        byte[] secrets = [.. shared, .. own];
        Span<byte> key = stackalloc byte[KeyLength];
        try
        {
            byte[] bound = [.. ephemeral, .. receiver, .. sender, .. envelope.ToBytes(Purpose)];
            HKDF.DeriveKey(HashAlgorithmName.SHA256, secrets, key, salt: [], info: bound);
            return new AesGcm(key, TagLength);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(shared);
            CryptographicOperations.ZeroMemory(own);
            CryptographicOperations.ZeroMemory(secrets);
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
