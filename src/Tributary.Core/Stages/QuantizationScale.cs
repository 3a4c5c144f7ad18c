namespace Tributary.Core;

/// <summary>What the levels of a quantised number count.</summary>
public enum QuantizationScale
{
    /// <summary>Steps that all clients share: words can be added, masked and encrypted.</summary>
    Common,

    /// <summary>
    /// Steps that each client chooses for each block of values: finer at the same bits, but each update must be read by itself.
    /// </summary>
    Block,
}
