using Tributary.Tensors;

namespace Tributary.Privacy;

/// <summary>Bits that a seed decides, so that a simulation can be repeated: whoever knows the seed knows the noise.</summary>
/// <param name="stream">A stream for this purpose alone.</param>
public sealed class SeededBits(RandomStream stream) : SecretBits
{
    /// <inheritdoc/>
    public override bool IsSecret => false;

    /// <inheritdoc/>
    protected override void Fetch(Span<uint> words)
    {
        foreach (ref uint word in words) word = stream.NextUInt32();
    }
}
