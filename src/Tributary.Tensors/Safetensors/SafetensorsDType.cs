namespace Tributary.Tensors;

/// <summary>The element types of a safetensors body, by the names the format gives them; numbers are little-endian.</summary>
public enum SafetensorsDType
{
    /// <summary>A truth value, one byte.</summary>
    Bool,

    /// <summary>An unsigned 8-bit integer.</summary>
    U8,

    /// <summary>A signed 8-bit integer.</summary>
    I8,

    /// <summary>An unsigned 16-bit integer.</summary>
    U16,

    /// <summary>A signed 16-bit integer.</summary>
    I16,

    /// <summary>An IEEE 754 binary16 number.</summary>
    F16,

    /// <summary>The upper half of an IEEE 754 binary32 number.</summary>
    BF16,

    /// <summary>An unsigned 32-bit integer.</summary>
    U32,

    /// <summary>A signed 32-bit integer.</summary>
    I32,

    /// <summary>An IEEE 754 binary32 number.</summary>
    F32,

    /// <summary>An unsigned 64-bit integer.</summary>
    U64,

    /// <summary>A signed 64-bit integer.</summary>
    I64,

    /// <summary>An IEEE 754 binary64 number.</summary>
    F64,
}
