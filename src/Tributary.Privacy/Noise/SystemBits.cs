using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Tributary.Privacy;

/// <summary>Bits of the operating system's generator: the only ones whose noise is private.</summary>
public sealed class SystemBits : SecretBits
{
    /// <inheritdoc/>
    public override bool IsSecret => true;

    /// <inheritdoc/>
    protected override void Fetch(Span<uint> words) => RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(words));
}
