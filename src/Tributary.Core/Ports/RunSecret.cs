using System.Security.Cryptography;
using System.Text;

namespace Tributary.Core;

/// <summary>
/// What the coordinator alone knows of a run: a key from which a process that goes on behind another one makes the same secrets, and what
/// has been made from it so far.
/// </summary>
/// <remarks>The key never stands in a log, a message or an error. One caller at a time.</remarks>
public sealed class RunSecret : IDisposable
{
    /// <summary>The length of a key in bytes.</summary>
    public const int KeyLength = 32;

    private readonly byte[] _key;
    private readonly Dictionary<string, object> _kept = new(StringComparer.Ordinal);

    /// <summary>The secret of one run, from a key of its own or one that all runs have.</summary>
    /// <param name="key">32 bytes that nobody else knows; not kept.</param>
    /// <param name="run">The run.</param>
    public RunSecret(ReadOnlySpan<byte> key, string run)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyLength, nameof(key));
        _key = new byte[KeyLength];
        Derive(key, $"run {run}", _key);
    }

    /// <summary>Fills <paramref name="key"/> with a key for one purpose (RFC 5869, HKDF-Expand with SHA-256).</summary>
    public void Derive(string purpose, Span<byte> key) => Derive(_key, purpose, key);

    /// <summary>What was made for a name before, or what <paramref name="make"/> makes where that does not suit any more.</summary>
    /// <param name="name">Which.</param>
    /// <param name="suits">Whether what is there can be used on.</param>
    /// <param name="make">Makes it anew, from keys of this secret.</param>
    public T Keep<T>(string name, Func<T, bool> suits, Func<T> make) where T : class
    {
        if (_kept.TryGetValue(name, out object? known) && known is T there && suits(there)) return there;
        (known as IDisposable)?.Dispose();
        T made = make();
        _kept[name] = made;
        return made;
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_key);
        foreach (object kept in _kept.Values) (kept as IDisposable)?.Dispose();
        _kept.Clear();
    }

    private static void Derive(ReadOnlySpan<byte> key, string purpose, Span<byte> derived) =>
        HKDF.Expand(HashAlgorithmName.SHA256, key, derived, Encoding.UTF8.GetBytes(purpose));
}
