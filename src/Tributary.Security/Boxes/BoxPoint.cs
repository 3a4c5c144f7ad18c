using System.Security.Cryptography;

namespace Tributary.Security;

/// <summary>Public keys on P-256 as uncompressed points (SEC 1, section 2.3.3).</summary>
internal static class BoxPoint
{
    /// <summary>Bytes of a point.</summary>
    public const int Length = 65;

    private const byte Uncompressed = 4;

    public static byte[] Write(ECDiffieHellman key)
    {
        ECPoint point = key.ExportParameters(includePrivateParameters: false).Q;
        return [Uncompressed, .. point.X!, .. point.Y!];
    }

    /// <exception cref="CryptographicException">That is no point of the curve.</exception>
    public static ECDiffieHellman Read(ReadOnlySpan<byte> bytes) => ECDiffieHellman.Create(Parameters(bytes));

    /// <summary>What a key is made from, which then finds out whether the point is on the curve.</summary>
    /// <exception cref="CryptographicException">That is no uncompressed point.</exception>
    public static ECParameters Parameters(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length || bytes[0] != Uncompressed) throw new CryptographicException("This is no uncompressed point on P-256.");
        return new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = bytes[1..33].ToArray(), Y = bytes[33..].ToArray() },
        };
    }
}
