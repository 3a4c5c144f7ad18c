using System.Runtime.InteropServices;

namespace Tributary.Tensors;

/// <summary>A constant array of numbers in 32, 16 or 8 bits an element, such as a frozen weight.</summary>
/// <remarks>In 8 bits, blocks of 64 elements in row-major order share a scale; they run on from row to row.</remarks>
public sealed class CompactTensor
{
    private readonly ReadOnlyMemory<byte> _codes;
    private readonly float[] _scales;

    /// <summary>Takes codes and scales that are known to fit, and keeps them.</summary>
    internal CompactTensor(Shape shape, CompactFormat format, ReadOnlyMemory<byte> codes, float[] scales)
    {
        Shape = shape;
        Format = format;
        _codes = codes;
        _scales = scales;
    }

    /// <summary>The extents.</summary>
    public Shape Shape { get; }

    /// <summary>How elements are kept.</summary>
    public CompactFormat Format { get; }

    /// <summary>The memory that the elements take, scales included, in bytes.</summary>
    public long Bytes => _codes.Length + (long)_scales.Length * sizeof(float);

    /// <summary>The elements as they are kept, little-endian.</summary>
    internal ReadOnlyMemory<byte> Codes => _codes;

    /// <summary>One for each block of 8-bit elements; empty in other formats.</summary>
    internal ReadOnlySpan<float> Scales => _scales;

    /// <summary>Rounds elements to a compact form.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="values">As many numbers as the extents' product, in row-major order; finite in 8 bits.</param>
    /// <param name="format">The form.</param>
    /// <exception cref="TensorException">
    /// There are more or fewer values than elements, more than memory can hold in one piece, or one that 8 bits cannot scale.
    /// </exception>
    public static CompactTensor Encode(Shape shape, ReadOnlySpan<float> values, CompactFormat format)
    {
        TensorException.ThrowIfDifferent("Elements of a compact tensor", shape.Count, values.Length);
        long length = (long)values.Length * SizeOf(format);
        if (length > Array.MaxLength)
            throw new TensorException(
                $"A tensor of shape {shape} takes {length} bytes in this form, more than one piece can have. Split it.");
        byte[] codes = new byte[length];
        float[] scales = format == CompactFormat.Int8 ? new float[Int8Blocks.Count(values.Length)] : [];
        switch (format)
        {
            case CompactFormat.Single: MemoryMarshal.AsBytes(values).CopyTo(codes); break;
            case CompactFormat.Bfloat16: Bfloat16.Encode(values, MemoryMarshal.Cast<byte, Bfloat16>(codes.AsSpan())); break;
            default: Int8Blocks.Encode(values, MemoryMarshal.Cast<byte, sbyte>(codes.AsSpan()), scales); break;
        }
        return new CompactTensor(shape, format, codes, scales);
    }

    /// <summary>Decodes all elements to the start of <paramref name="destination"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="destination"/> is shorter than the elements are many.</exception>
    public void CopyTo(Span<float> destination) => Decode(0, destination[..Shape.Count]);

    /// <summary>Decodes elements from <paramref name="start"/> on, as many as <paramref name="destination"/> holds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many elements.</exception>
    public void Decode(int start, Span<float> destination)
    {
        ReadOnlySpan<byte> codes = _codes.Span;
        switch (Format)
        {
            case CompactFormat.Single: ElementType.As<float>(codes).Slice(start, destination.Length).CopyTo(destination); break;
            case CompactFormat.Bfloat16:
                Bfloat16.Decode(ElementType.As<Bfloat16>(codes).Slice(start, destination.Length), destination);
                break;
            default: Int8Blocks.Decode(ElementType.As<sbyte>(codes), _scales, start, destination); break;
        }
    }

    /// <summary>The bytes of an element without scales.</summary>
    internal static int SizeOf(CompactFormat format) => format switch
    {
        CompactFormat.Single => sizeof(float),
        CompactFormat.Bfloat16 => sizeof(ushort),
        CompactFormat.Int8 => sizeof(sbyte),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such form. Use a member of CompactFormat."),
    };
}
