namespace Tributary.Tensors;

/// <summary>One named tensor of a safetensors body: its element type, its extents and its bytes in row-major order.</summary>
public sealed class SafetensorsEntry
{
    /// <summary>Describes a tensor over bytes that are kept, not copied.</summary>
    /// <param name="name">Any text but <c>__metadata__</c>.</param>
    /// <param name="type">The element type.</param>
    /// <param name="shape">Extents of zero or more each, outermost first; empty for a scalar.</param>
    /// <param name="data">Little-endian numbers; as many as the extents' product.</param>
    /// <exception cref="SafetensorsException">
    /// The name is reserved, an extent is negative, or the bytes do not fit type and shape.
    /// </exception>
    public SafetensorsEntry(string name, SafetensorsDType type, long[] shape, ReadOnlyMemory<byte> data)
    {
        if (name == SafetensorsHeader.MetadataKey)
            throw new SafetensorsException(
                $"A tensor may not be called '{name}': the format keeps that name for metadata. Rename the tensor.");
        long length = SafetensorsHeader.ByteLength(name, type, shape);
        if (length != data.Length)
            throw new SafetensorsException(
                $"Tensor '{name}' of type {ElementType.NameOf(type)} and shape ({string.Join(", ", shape)}) needs {length} bytes, "
                + $"got {data.Length}. Correct its shape.");
        Name = name;
        DType = type;
        Shape = shape;
        Data = data;
    }

    /// <summary>The tensor's name, unique in its body.</summary>
    public string Name { get; }

    /// <summary>The element type.</summary>
    public SafetensorsDType DType { get; }

    /// <summary>The extents, outermost first; empty for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The elements, little-endian, in row-major order.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>The number of elements.</summary>
    public int Count => Data.Length / ElementType.SizeOf(DType);

    /// <summary>A tensor over a copy of <paramref name="values"/>.</summary>
    /// <typeparam name="T">
    /// A fixed-size integer, <see cref="Half"/>, <see cref="Bfloat16"/>, <see cref="float"/> or <see cref="double"/>.
    /// </typeparam>
    public static SafetensorsEntry Of<T>(string name, ReadOnlySpan<T> values, params ReadOnlySpan<long> shape) where T : unmanaged =>
        new(name, ElementType.Of<T>(), shape.ToArray(), ElementType.AsBytes(values).ToArray());

    /// <summary>A compact tensor as it is stored: F32, BF16, or I8 with its scales (F32) under <c>name.scales</c>.</summary>
    public static IReadOnlyList<SafetensorsEntry> Of(string name, CompactTensor tensor) => CompactStorage.Entries(name, tensor);

    /// <summary>A tensor over <paramref name="values"/> themselves: they must not change while it is in use.</summary>
    /// <typeparam name="T">As for <see cref="Of{T}"/>.</typeparam>
    public static SafetensorsEntry Over<T>(string name, Memory<T> values, params ReadOnlySpan<long> shape) where T : unmanaged
    {
        ElementType.RequireLittleEndian();
        return new(name, ElementType.Of<T>(), shape.ToArray(), new ByteView<T>(values).Memory);
    }

    /// <summary>The elements in place, as the .NET type that <see cref="DType"/> stands for.</summary>
    /// <exception cref="SafetensorsException">The tensor is of another type.</exception>
    public ReadOnlySpan<T> Values<T>() where T : unmanaged
    {
        SafetensorsDType asked = ElementType.Of<T>();
        if (asked != DType)
            throw new SafetensorsException(
                $"Tensor '{Name}' is of type {ElementType.NameOf(DType)}, expected {ElementType.NameOf(asked)}. "
                + "Write it again with that type.");
        return ElementType.As<T>(Data.Span);
    }

    /// <summary>
    /// Converts the elements to single precision: F64 is rounded to the nearest, F16, BF16 and BOOL are exact, integers must be.
    /// </summary>
    /// <exception cref="SafetensorsException">
    /// An integer has no exact float, or a finite F64 number is beyond the range of floats.
    /// </exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <see cref="Count"/>.</exception>
    public void CopyTo(Span<float> destination) => SingleConversion.Convert(this, destination[..Count]);
}
