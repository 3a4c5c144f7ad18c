using System.Security.Cryptography;
using System.Text;

namespace Tributary.Protocol;

/// <summary>Text that a party signs with its key: ECDSA over P-256 with SHA-256, IEEE P1363 form, base64.</summary>
/// <param name="text">Lines that end in a line feed; the first says what kind of statement it is.</param>
public abstract class Statement(string text)
{
    /// <summary>Exactly what is signed.</summary>
    public string Text { get; } = text;

    /// <summary>Signs.</summary>
    public string Sign(ECDsa key) => Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(Text), HashAlgorithmName.SHA256));

    /// <summary>Whether <paramref name="signature"/> is of this text by the holder of <paramref name="key"/>; false for nonsense.</summary>
    public bool IsSigned(string? signature, ECDsa key)
    {
        byte[] bytes = new byte[128];
        return signature is not null && Convert.TryFromBase64String(signature, bytes, out int length)
            && key.VerifyData(Encoding.UTF8.GetBytes(Text), bytes.AsSpan(0, length), HashAlgorithmName.SHA256);
    }
}
