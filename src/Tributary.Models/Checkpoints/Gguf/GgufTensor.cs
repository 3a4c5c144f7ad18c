using System.Runtime.InteropServices;
using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>A tensor of a GGUF file: where it comes from, and how its numbers are stored.</summary>
/// <param name="Place">Where it lies in the model; its name is that of the file.</param>
/// <param name="Type">How its numbers are stored.</param>
internal sealed record GgufTensor(TensorPlace Place, GgufType Type)
{
    private const int Block = 32, BlockBytes = sizeof(short) + Block;
    private const float LargestCode = 127;

    /// <summary>The number of bytes.</summary>
    public long Bytes => Type switch
    {
        GgufType.F32 => 4 * Place.Count,
        GgufType.Q8 => Place.Count / Block * BlockBytes,
        _ => 2 * Place.Count,
    };

    /// <summary>The tensor with the type that llama.cpp gives it in a file that is mostly of one type.</summary>
    /// <remarks>Vectors and positions stay 32-bit floats; rows that blocks do not divide are 16-bit floats.</remarks>
    public static GgufTensor Of(TensorPlace place, WeightFormat mostly)
    {
        GgufType type = mostly switch
        {
            _ when place.Rows == 0 || place.Name == GgufNames.Positions => GgufType.F32,
            WeightFormat.F32 => GgufType.F32,
            WeightFormat.BF16 => GgufType.BF16,
            WeightFormat.Q8 when place.Shape[^1] % Block == 0 => GgufType.Q8,
            _ => GgufType.F16,
        };
        return new GgufTensor(place, type);
    }

    /// <summary>The bytes of the model's numbers.</summary>
    /// <exception cref="CheckpointException">A number does not fit the type.</exception>
    public byte[] Encode(ParameterSet parameters)
    {
        float[] values = new float[Place.Count];
        Place.CopyOut(parameters[Place.Own], parameters.Layout.Find(Place.Own)!.Shape[^1], values);
        switch (Type)
        {
            case GgufType.F32: return MemoryMarshal.AsBytes<float>(values).ToArray();
            case GgufType.F16: return MemoryMarshal.AsBytes<Half>(Halves.Of(Place.Name, values)).ToArray();
            case GgufType.BF16:
                var rounded = new Bfloat16[values.Length];
                Bfloat16.Encode(values, rounded);
                return MemoryMarshal.AsBytes<Bfloat16>(rounded).ToArray();
            default: return Blocks(values);
        }
    }

    /// <summary>Codes from -127 to 127 times the block's largest magnitude over 127, as ggml's Q8_0.</summary>
    private byte[] Blocks(ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[Bytes];
        for (int start = 0, at = 0; start < values.Length; start += Block, at += BlockBytes)
        {
            ReadOnlySpan<float> block = values.Slice(start, Block);
            float largest = 0;
            foreach (float value in block) largest = Math.Max(largest, Math.Abs(value));
            float scale = largest / LargestCode, inverse = scale == 0 ? 0 : 1 / scale;
            if (!Half.IsFinite((Half)scale))
                throw new CheckpointException(CheckpointFault.NotExportable,
                    $"The tensor '{Place.Name}' holds {largest}, and the scale of its block is no 16-bit float. Export as f32.");
            BitConverter.TryWriteBytes(bytes.AsSpan(at), (Half)scale);
            for (int i = 0; i < Block; i++)
                bytes[at + sizeof(short) + i] =
                    (byte)(sbyte)Math.Clamp(MathF.Round(block[i] * inverse, MidpointRounding.AwayFromZero), -LargestCode, LargestCode);
        }
        return bytes;
    }
}
