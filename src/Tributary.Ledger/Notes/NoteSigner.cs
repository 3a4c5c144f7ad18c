using System.Security.Cryptography;

namespace Tributary.Ledger;

/// <summary>Signs notes under a name with an ECDSA key over P-256 and SHA-256 (C2SP signed-note, signature type 0x02).</summary>
/// <remarks>The signatures of one text differ each time. As safe for several threads as the key is; the platform's own is not.</remarks>
public sealed class NoteSigner
{
    private readonly ECDsa _key;

    /// <summary>A signer that uses <paramref name="key"/>, and leaves it to its owner to dispose of it.</summary>
    /// <param name="name">Not empty, without spaces and without a plus; for a log, its origin.</param>
    /// <param name="key">A private key over P-256; it may live in hardware.</param>
    /// <exception cref="ArgumentException">The name or the curve is another.</exception>
    public NoteSigner(string name, ECDsa key)
    {
        Verifier = NoteVerifier.Of(name, key);
        _key = key;
    }

    /// <summary>The name under which it signs.</summary>
    public string Name => Verifier.Name;

    /// <summary>What others check the signatures with.</summary>
    public NoteVerifier Verifier { get; }

    internal NoteSignature Sign(ReadOnlySpan<byte> text) => new()
    {
        Name = Name,
        KeyId = Verifier.KeyId,
        Signature = _key.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
    };
}
