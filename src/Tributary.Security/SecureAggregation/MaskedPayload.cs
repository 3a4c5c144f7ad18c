using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Security;

/// <summary>A masked update with the boxes in which its key is shared, or the sum of such updates.</summary>
internal sealed class MaskedPayload(MaskedVector vector, IReadOnlyList<byte[]> boxes) : CodedPayload
{
    internal const string VectorTensor = "secagg/masked", BoxesTensor = "secagg/boxes";

    /// <summary>Bytes of one box: the digest of the terms and a share, sealed.</summary>
    public static int BoxLength => SealedShare.Length + SealedBox.Overhead;

    /// <inheritdoc/>
    public override PayloadKind Kind => PayloadKind.Masked;

    /// <summary>The masked words.</summary>
    public MaskedVector Vector => vector;

    /// <summary>The boxes of one client's key, in the order of the committee; those of a sum are of no use.</summary>
    public IReadOnlyList<byte[]> Boxes => boxes;

    /// <inheritdoc/>
    public override void Add(Payload other) => vector.Add(((MaskedPayload)other).Vector);

    /// <inheritdoc/>
    public override IReadOnlyList<SafetensorsEntry> ToTensors()
    {
        byte[] masked = vector.ToBytes();
        return
        [
            new(VectorTensor, SafetensorsDType.U8, [masked.Length], masked),
            new(BoxesTensor, SafetensorsDType.U8, [boxes.Count, BoxLength], boxes.SelectMany(box => box).ToArray()),
        ];
    }
}
