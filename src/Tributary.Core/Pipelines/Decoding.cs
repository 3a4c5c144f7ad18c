namespace Tributary.Core;

/// <summary>Where a stage's decoding may run. This one word decides which stages fit together.</summary>
public enum Decoding
{
    /// <summary>On one update at a time: zip, sparse coding, a scale for each client.</summary>
    Each,

    /// <summary>Anywhere, because it commutes with addition: clip, quantize to a common scale, seeded sparsity.</summary>
    Any,

    /// <summary>Only on a sum; one update alone means nothing: masks, shares, ciphertexts.</summary>
    Sum,
}
