using System.Security.Cryptography;

namespace Tributary.Security;

/// <summary>What a member opens sealed boxes with: a key pair on P-256, made for a session and never stored.</summary>
public sealed class BoxKey : IDisposable
{
    private readonly ECDiffieHellman _pair = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>What others seal boxes to: an uncompressed point, 65 bytes.</summary>
    public byte[] PublicKey => BoxPoint.Write(_pair);

    /// <summary>Opens a box.</summary>
    /// <exception cref="SecurityException">It was not sealed to this key with this envelope, or was changed on its way.</exception>
    public byte[] Open(ReadOnlySpan<byte> box, Envelope envelope)
    {
        if (box.Length < SealedBox.Overhead)
            throw new SecurityException($"A sealed box has at least {SealedBox.Overhead} bytes; this one has {box.Length}. "
                + "Nothing can be read from it; treat its sender as absent.");
        ReadOnlySpan<byte> ephemeral = box[..BoxPoint.Length], cipher = box[BoxPoint.Length..^SealedBox.TagLength];
        byte[] plain = new byte[cipher.Length];
        try
        {
            using ECDiffieHellman sender = BoxPoint.Read(ephemeral);
            using AesGcm gcm = SealedBox.Agree(_pair, sender.PublicKey, ephemeral, PublicKey, envelope);
            gcm.Decrypt(SealedBox.Nonce, cipher, box[^SealedBox.TagLength..], plain, envelope.ToBytes(SealedBox.Purpose));
            return plain;
        }
        catch (CryptographicException e)
        {
            throw new SecurityException($"A sealed box from '{envelope.From}' does not open: it was sealed to another key or for another "
                + "round, or was changed. Nothing of it can be used; treat its sender as absent.", e);
        }
    }

    /// <summary>Forgets the secret key.</summary>
    public void Dispose() => _pair.Dispose();
}
