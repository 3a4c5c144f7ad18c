namespace Tributary.Models;

/// <summary>The element types of a GGUF file that are written here, by their numbers in the format.</summary>
internal enum GgufType
{
    /// <summary>32-bit floats.</summary>
    F32 = 0,

    /// <summary>16-bit floats.</summary>
    F16 = 1,

    /// <summary>Blocks of 32 codes of 8 bits, each with a 16-bit scale before it.</summary>
    Q8 = 8,

    /// <summary>The upper halves of 32-bit floats.</summary>
    BF16 = 30,
}
