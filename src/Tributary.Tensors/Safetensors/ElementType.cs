using System.Runtime.InteropServices;

namespace Tributary.Tensors;

/// <summary>What the format knows of its element types: names, sizes, and the .NET type of each.</summary>
internal static class ElementType
{
    public static bool TryParse(string name, out SafetensorsDType type)
    {
        foreach (SafetensorsDType candidate in Enum.GetValues<SafetensorsDType>())
            if (NameOf(candidate) == name)
            {
                type = candidate;
                return true;
            }
        type = default;
        return false;
    }

    public static string NameOf(SafetensorsDType type) => type is SafetensorsDType.Bool ? "BOOL" : type.ToString();

    /// <summary>Bytes an element.</summary>
    public static int SizeOf(SafetensorsDType type) => type switch
    {
        SafetensorsDType.Bool or SafetensorsDType.U8 or SafetensorsDType.I8 => 1,
        SafetensorsDType.U16 or SafetensorsDType.I16 or SafetensorsDType.F16 or SafetensorsDType.BF16 => 2,
        SafetensorsDType.U32 or SafetensorsDType.I32 or SafetensorsDType.F32 => 4,
        _ => 8,
    };

    public static SafetensorsDType Of<T>() where T : unmanaged =>
        typeof(T) == typeof(float) ? SafetensorsDType.F32
        : typeof(T) == typeof(double) ? SafetensorsDType.F64
        : typeof(T) == typeof(Half) ? SafetensorsDType.F16
        : typeof(T) == typeof(Bfloat16) ? SafetensorsDType.BF16
        : typeof(T) == typeof(byte) ? SafetensorsDType.U8
        : typeof(T) == typeof(sbyte) ? SafetensorsDType.I8
        : typeof(T) == typeof(ushort) ? SafetensorsDType.U16
        : typeof(T) == typeof(short) ? SafetensorsDType.I16
        : typeof(T) == typeof(uint) ? SafetensorsDType.U32
        : typeof(T) == typeof(int) ? SafetensorsDType.I32
        : typeof(T) == typeof(ulong) ? SafetensorsDType.U64
        : typeof(T) == typeof(long) ? SafetensorsDType.I64
        : throw new ArgumentException(
            $"Safetensors has no element type for {typeof(T).Name}. Use a fixed-size integer or an IEEE 754 number.");

    public static ReadOnlySpan<byte> AsBytes<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        RequireLittleEndian();
        return MemoryMarshal.AsBytes(values);
    }

    /// <summary>Reads bytes as numbers in place; the bytes need not be aligned.</summary>
    public static ReadOnlySpan<T> As<T>(ReadOnlySpan<byte> bytes) where T : unmanaged
    {
        RequireLittleEndian();
        return MemoryMarshal.Cast<byte, T>(bytes);
    }

    /// <summary>Refuses machines whose numbers lie the other way round in memory.</summary>
    public static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException(
                "Safetensors bodies are little-endian and this machine is not. Use a little-endian machine.");
    }
}
