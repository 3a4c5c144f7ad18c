using System.Security.Cryptography;

namespace Tributary.Security;

/// <summary>What a coordinator tells everybody about a round, signed; the seed of the round's public polynomials follows from it.</summary>
/// <remarks>Whoever is told other terms has another seed, so a sum over clients with different terms never opens.</remarks>
public sealed class Announcement
{
    private const string Purpose = "tributary announcement 1";
    private readonly byte[] _signed;

    private Announcement(Envelope envelope, byte[] terms, byte[] signature)
    {
        Envelope = envelope;
        Terms = terms;
        Signature = signature;
        _signed = Content(envelope, terms);
    }

    /// <summary>Which run and round it is about, and who says it.</summary>
    public Envelope Envelope { get; }

    /// <summary>What is agreed on, in a form that both sides know.</summary>
    public ReadOnlyMemory<byte> Terms { get; }

    /// <summary>ECDSA with SHA-256, 64 bytes (IEEE P1363).</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>The seed of the round: SHA-256 of envelope and terms.</summary>
    public byte[] Seed => SHA256.HashData(_signed);

    /// <summary>The seed of a round with these terms, for who checks the signature elsewhere.</summary>
    public static byte[] SeedOf(Envelope envelope, ReadOnlySpan<byte> terms) => SHA256.HashData(Content(envelope, terms));

    /// <summary>Signs terms.</summary>
    public static Announcement Sign(ECDsa key, Envelope envelope, ReadOnlySpan<byte> terms) =>
        new(envelope, terms.ToArray(), key.SignData(Content(envelope, terms), HashAlgorithmName.SHA256));

    /// <summary>An announcement that was heard, if its signature is right.</summary>
    /// <exception cref="SecurityException">It is not signed with this key.</exception>
    public static Announcement Verify(ECDsa key, Envelope envelope, ReadOnlySpan<byte> terms, ReadOnlySpan<byte> signature) =>
        key.VerifyData(Content(envelope, terms), signature, HashAlgorithmName.SHA256)
            ? new(envelope, terms.ToArray(), signature.ToArray())
            : throw new SecurityException($"The announcement of round {envelope.Round} is not signed by '{envelope.From}': somebody else "
                + "may have set its terms. Do not take part in this round.");

    private static byte[] Content(Envelope envelope, ReadOnlySpan<byte> terms) => [.. envelope.ToBytes(Purpose), .. terms];
}
