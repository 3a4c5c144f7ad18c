using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Security;

/// <summary>An encrypted update with the digest of the key it is under, or the sum of such updates.</summary>
internal sealed class EncryptedPayload(EncryptedVector vector, byte[] key) : CodedPayload
{
    internal const string VectorTensor = "encrypt/vector", KeyTensor = "encrypt/key";

    /// <inheritdoc/>
    public override PayloadKind Kind => PayloadKind.Masked;

    /// <summary>The encrypted words.</summary>
    public EncryptedVector Vector => vector;

    /// <summary>The digest of the collective key, 32 bytes.</summary>
    public ReadOnlySpan<byte> Key => key;

    /// <inheritdoc/>
    public override void Add(Payload other) => vector.Add(((EncryptedPayload)other).Vector);

    /// <inheritdoc/>
    public override IReadOnlyList<SafetensorsEntry> ToTensors()
    {
        byte[] encrypted = vector.ToBytes();
        return
        [
            new(VectorTensor, SafetensorsDType.U8, [encrypted.Length], encrypted),
            new(KeyTensor, SafetensorsDType.U8, [key.Length], key),
        ];
    }
}
