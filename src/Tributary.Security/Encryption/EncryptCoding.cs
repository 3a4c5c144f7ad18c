using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>How encrypted updates travel: 54 bits a residue in one tensor, and the digest of the key in another.</summary>
/// <param name="Packing">How lanes lie in coefficients.</param>
/// <param name="Lanes">The number of lanes.</param>
internal sealed record EncryptCoding(LanePacking Packing, int Lanes) : IPayloadCoding
{
    /// <inheritdoc/>
    public long Bytes => EncryptedVector.ByteLength(Packing, Lanes) + SHA256.HashSizeInBytes;

    /// <inheritdoc/>
    public Payload Read(OpaquePayload tensors)
    {
        tensors.ExpectCount(2);
        byte[] key = tensors.Read<byte>(EncryptedPayload.KeyTensor, SHA256.HashSizeInBytes).ToArray();
        try
        {
            return new EncryptedPayload(EncryptedVector.FromBytes(tensors.Read<byte>(EncryptedPayload.VectorTensor), Packing, Lanes), key);
        }
        catch (SecurityException e)
        {
            throw new MalformedUpdateException(e.Message, e);
        }
    }
}
