using System.Security.Cryptography;

namespace Tributary.Privacy;

/// <summary>Noise whose bits follow from a secret key and a number: a coordinator that was killed draws the same again.</summary>
/// <remarks>Whoever has the key can take all noise away: it belongs where the coordinator's own keys are, and never into a log.</remarks>
public sealed class KeyedNoise : IFreshNoise, IDisposable
{
    /// <summary>The length of a key in bytes.</summary>
    public const int KeyLength = 32;

    private readonly Aes _aes = Aes.Create();
    private readonly INoise _distribution;

    /// <summary>Noise from a key.</summary>
    /// <param name="key">32 bytes of the system's generator, used for one run only.</param>
    /// <param name="distribution">Its distribution.</param>
    public KeyedNoise(ReadOnlySpan<byte> key, INoise distribution)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyLength, nameof(key));
        _aes.SetKey(key);
        _distribution = distribution;
    }

    /// <inheritdoc/>
    public void Fill(long number, Span<long> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        using var bits = new KeyedBits(_aes, number);
        _distribution.Fill(values, bits);
    }

    /// <inheritdoc/>
    public void Dispose() => _aes.Dispose();
}
