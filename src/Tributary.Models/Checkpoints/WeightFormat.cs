namespace Tributary.Models;

/// <summary>How numbers of a checkpoint are stored.</summary>
public enum WeightFormat
{
    /// <summary>32-bit floats.</summary>
    F32,

    /// <summary>16-bit floats with 11 significant bits, up to 65,504.</summary>
    F16,

    /// <summary>The upper halves of 32-bit floats.</summary>
    BF16,

    /// <summary>Blocks of 32 codes of 8 bits with a 16-bit scale; GGUF alone.</summary>
    Q8,
}
