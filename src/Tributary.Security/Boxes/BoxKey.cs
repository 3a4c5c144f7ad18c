using System.Security.Cryptography;

namespace Tributary.Security;

/// <summary>What a member opens sealed boxes with: a key pair on P-256, made for a session.</summary>
public sealed class BoxKey : IDisposable
{
    private readonly ECDiffieHellman _pair;

    /// <summary>A new pair.</summary>
    public BoxKey() => _pair = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    private BoxKey(ECDiffieHellman pair) => _pair = pair;

    /// <summary>What others seal boxes to: an uncompressed point, 65 bytes.</summary>
    public byte[] PublicKey => BoxPoint.Write(_pair);

    /// <summary>The pair that <see cref="Export"/> wrote.</summary>
    /// <exception cref="SecurityException">That is no key.</exception>
    public static BoxKey Import(ReadOnlySpan<byte> content)
    {
        var pair = ECDiffieHellman.Create();
        try
        {
            pair.ImportPkcs8PrivateKey(content, out _);
            if (pair.KeySize != 256) throw new CryptographicException("The key is on another curve.");
            return new BoxKey(pair);
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            pair.Dispose();
            throw new SecurityException("What was kept as the key of this run is none: boxes sealed to it stay closed. "
                + "Restore the folder from a backup, or leave the run.", e);
        }
    }

    /// <summary>The pair in a form that can be kept (PKCS #8): a secret. The caller zeros it.</summary>
    public byte[] Export() => _pair.ExportPkcs8PrivateKey();

    /// <summary>The pair of a scalar of 32 bytes, or null where that is none.</summary>
    internal static BoxKey? TryFromScalar(ReadOnlySpan<byte> scalar)
    {
        byte[] copy = scalar.ToArray();
        try
        {
            return new BoxKey(ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = copy }));
        }
        catch (CryptographicException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }

    /// <summary>Writes the scalar of the pair, 32 bytes: a secret. The caller zeros it.</summary>
    internal void CopyScalar(Span<byte> scalar)
    {
        byte[] secret = _pair.ExportParameters(includePrivateParameters: true).D!;
        secret.CopyTo(scalar);
        CryptographicOperations.ZeroMemory(secret);
    }

    /// <summary>The shared secret with another key; the caller zeros it.</summary>
    internal byte[] AgreeWith(ECDiffieHellmanPublicKey other) => _pair.DeriveRawSecretAgreement(other);

    /// <summary>Signs with the same pair (ECDSA with SHA-256, 64 bytes), so that all who know this party's key know who said it.</summary>
    internal byte[] Sign(ReadOnlySpan<byte> content)
    {
        ECParameters secret = _pair.ExportParameters(includePrivateParameters: true);
        try
        {
            using var signer = ECDsa.Create(secret);
            return signer.SignData(content, HashAlgorithmName.SHA256);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret.D);
        }
    }

    /// <summary>Whether the party with this public key signed the content.</summary>
    internal static bool IsSigned(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature)
    {
        try
        {
            using ECDiffieHellman point = BoxPoint.Read(publicKey);
            using var verifier = ECDsa.Create(point.ExportParameters(includePrivateParameters: false));
            return verifier.VerifyData(content, signature, HashAlgorithmName.SHA256);
        }
        catch (CryptographicException)
        {
            return false; // that is no key
        }
    }

    /// <summary>Opens a box.</summary>
    /// <param name="box">What <see cref="SealedBox.Seal"/> made.</param>
    /// <param name="envelope">As the sender named it.</param>
    /// <param name="sender">The public key of who must have sealed it; empty for a box of anybody.</param>
    /// <exception cref="SecurityException">
    /// It was not sealed to this key, with this envelope or by this sender, or was changed on its way.
    /// </exception>
    public byte[] Open(ReadOnlySpan<byte> box, Envelope envelope, ReadOnlySpan<byte> sender = default)
    {
        if (box.Length < SealedBox.Overhead)
            throw new SecurityException($"A sealed box has at least {SealedBox.Overhead} bytes; this one has {box.Length}. "
                + "Nothing can be read from it; treat its sender as absent.");
        ReadOnlySpan<byte> ephemeral = box[..BoxPoint.Length], cipher = box[BoxPoint.Length..^SealedBox.TagLength];
        byte[] plain = new byte[cipher.Length];
        try
        {
            using ECDiffieHellman once = BoxPoint.Read(ephemeral);
            byte[] own = [];
            if (!sender.IsEmpty)
            {
                using ECDiffieHellman named = BoxPoint.Read(sender);
                own = AgreeWith(named.PublicKey);
            }
            using AesGcm gcm = SealedBox.Agree(AgreeWith(once.PublicKey), own, ephemeral, PublicKey, sender, envelope);
            gcm.Decrypt(SealedBox.Nonce, cipher, box[^SealedBox.TagLength..], plain, envelope.ToBytes(SealedBox.Purpose));
            return plain;
        }
        catch (CryptographicException e)
        {
            throw new SecurityException($"A sealed box from '{envelope.From}' does not open: it was sealed by or to another key or for "
                + "another round, or was changed. Nothing of it can be used; treat its sender as absent.", e);
        }
    }

    /// <summary>Forgets the secret key.</summary>
    public void Dispose() => _pair.Dispose();
}
