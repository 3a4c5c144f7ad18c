using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Tributary.Ledger;

/// <summary>The name and the public key by which a <see cref="SignedNote"/> is checked: ECDSA over P-256 and SHA-256.</summary>
/// <remarks>
/// C2SP signed-note, signature type 0x02; the platform has no Ed25519. Immutable, for any number of threads: the key is read again for each
/// signature; both together take about 0.2 ms.
/// </remarks>
public sealed class NoteVerifier
{
    internal const byte Ecdsa = 0x02;

    // SubjectPublicKeyInfo of an uncompressed P-256 key: all of it but the point.
    private static readonly byte[] _p256 = Convert.FromHexString("3059301306072A8648CE3D020106082A8648CE3D03010703420004");
    private const int PointBytes = 64;

    private readonly byte[] _publicKey;

    private NoteVerifier(string name, byte[] publicKey)
    {
        Name = name;
        _publicKey = publicKey;
        KeyId = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(publicKey));
    }

    /// <summary>The name of the key; for a log, its origin.</summary>
    public string Name { get; }

    /// <summary>The first four bytes of SHA-256 over the key (SubjectPublicKeyInfo, DER), big-endian, as type 0x02 has it.</summary>
    public uint KeyId { get; }

    /// <summary>The verifier of what the owner of <paramref name="key"/> signs.</summary>
    /// <param name="name">Not empty, without spaces and without a plus; best a URL without its scheme.</param>
    /// <param name="key">A key over P-256; only its public half is read.</param>
    /// <exception cref="ArgumentException">The name or the curve is another.</exception>
    public static NoteVerifier Of(string name, ECDsa key)
    {
        if (!NoteText.IsKeyName(name))
            throw new ArgumentException($"'{name}' cannot name a key: a name is not empty and has neither spaces nor a plus.",
                nameof(name));
        byte[] publicKey = key.ExportSubjectPublicKeyInfo();
        if (!IsP256(publicKey))
            throw new ArgumentException("Notes are signed with ECDSA keys over the curve P-256; this is another key.", nameof(key));
        return new NoteVerifier(name, publicKey);
    }

    /// <summary>Reads the text form of a key: <c>name+key id+base64(0x02 || SubjectPublicKeyInfo)</c>, the key id as 8 digits.</summary>
    /// <param name="text">What <see cref="ToString"/> writes.</param>
    /// <param name="verifier">The verifier.</param>
    /// <param name="problem">A sentence that says what is wrong.</param>
    public static bool TryParse(
        [NotNullWhen(true)] string? text, [NotNullWhen(true)] out NoteVerifier? verifier, [NotNullWhen(false)] out string? problem)
    {
        verifier = null;
        // Base64 has a plus too: only the first two divide.
        if (text?.Split('+', 3) is not [var name, var id, var key] || !NoteText.IsKeyName(name))
        {
            problem = "A verifier key reads 'name+key id+key'; this does not. Copy all of the line that the log published.";
            return false;
        }
        if (!CanonicalBase64.TryDecode(key, out byte[]? bytes) || bytes is not [Ecdsa, .. var publicKey] || !IsP256(publicKey))
        {
            problem = $"The key of '{name}' is not an ECDSA key over P-256 (type 2), the only kind that is read here. Copy it again.";
            return false;
        }
        verifier = new NoteVerifier(name, publicKey);
        problem = verifier.KeyId.ToString("x8", CultureInfo.InvariantCulture) == id ? null
            : $"The key of '{name}' has the key id {verifier.KeyId:x8}, not the one beside it: either was changed. Copy it again.";
        if (problem is not null) verifier = null;
        return verifier is not null;
    }

    /// <summary>The text form, by which a log publishes its key.</summary>
    public override string ToString() => $"{Name}+{KeyId:x8}+{Convert.ToBase64String([Ecdsa, .. _publicKey])}";

    /// <summary>True if the signature says that it is by this key.</summary>
    internal bool Knows(NoteSignature signature) => signature.KeyId == KeyId && signature.Name == Name;

    /// <summary>True if this key made the signature over <paramref name="text"/>.</summary>
    internal bool Verify(ReadOnlySpan<byte> text, NoteSignature signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_publicKey, out _);
        try
        {
            return key.VerifyData(text, signature.Signature.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false; // some platforms throw on a signature that is not DER
        }
    }

    /// <summary>True for a point of P-256 in its usual encoding; another encoding of it would have another key id.</summary>
    private static bool IsP256(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != _p256.Length + PointBytes || !publicKey.StartsWith(_p256)) return false;
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(publicKey, out _);
            return true;
        }
        catch (CryptographicException)
        {
            return false; // not on the curve
        }
    }
}
