using Tributary.Core;

namespace Tributary.Security;

/// <summary>How masked updates travel: 54 bits a residue in one tensor, and the boxes of the key's shares in another.</summary>
/// <param name="Packing">How lanes lie in coefficients.</param>
/// <param name="Lanes">The number of lanes.</param>
/// <param name="Committee">The most boxes.</param>
internal sealed record MaskedCoding(LanePacking Packing, int Lanes, int Committee) : IPayloadCoding
{
    /// <inheritdoc/>
    public long Bytes => MaskedVector.ByteLength(Packing, Lanes) + (long)Committee * MaskedPayload.BoxLength;

    /// <inheritdoc/>
    public Payload Read(OpaquePayload tensors)
    {
        tensors.ExpectCount(2);
        ReadOnlySpan<byte> boxes = tensors.Read<byte>(MaskedPayload.BoxesTensor);
        if (boxes.Length % MaskedPayload.BoxLength != 0 || boxes.Length > Committee * MaskedPayload.BoxLength)
            throw new MalformedUpdateException(
                $"The update's boxes take {boxes.Length} bytes, and each of at most {Committee} takes {MaskedPayload.BoxLength}.");
        byte[][] each = new byte[boxes.Length / MaskedPayload.BoxLength][];
        for (int i = 0; i < each.Length; i++) each[i] = boxes.Slice(i * MaskedPayload.BoxLength, MaskedPayload.BoxLength).ToArray();
        try
        {
            return new MaskedPayload(MaskedVector.FromBytes(tensors.Read<byte>(MaskedPayload.VectorTensor), Packing, Lanes), each);
        }
        catch (SecurityException e)
        {
            throw new MalformedUpdateException(e.Message, e);
        }
    }
}
