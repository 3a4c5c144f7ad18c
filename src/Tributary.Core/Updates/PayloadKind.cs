namespace Tributary.Core;

/// <summary>The forms an update takes on its way.</summary>
public enum PayloadKind
{
    /// <summary>32-bit floats, as training left them.</summary>
    Real,

    /// <summary>Integers modulo a power of two, the group that sums, masks and shares live in.</summary>
    Ring,

    /// <summary>Tensors that only one stage understands.</summary>
    Opaque,

    /// <summary>Ring words under masks that add up as the words do: only one stage understands the sum, and nobody a single one.</summary>
    Masked,
}
