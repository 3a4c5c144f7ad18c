namespace Tributary.Tensors;

/// <summary>How a <see cref="CompactTensor"/> keeps its elements.</summary>
public enum CompactFormat
{
    /// <summary>32-bit floats, as they are.</summary>
    Single,

    /// <summary>16-bit floats of the same range, rounded to the nearest: relative error at most 2^-8 from 2^-126 on.</summary>
    Bfloat16,

    /// <summary>8-bit integers, and a 32-bit scale for every 64 of them: an error of at most half a scale.</summary>
    Int8,
}
