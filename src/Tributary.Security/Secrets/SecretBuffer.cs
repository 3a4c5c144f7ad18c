using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Tributary.Security;

/// <summary>Memory for a secret: it never moves, so that no copy stays behind, and is zeroed when it is disposed of.</summary>
internal sealed class SecretBuffer<T> : ISecret, IDisposable where T : unmanaged
{
    private readonly T[] _values;

    /// <summary>Zeros, as many as asked for.</summary>
    public SecretBuffer(int length)
    {
        _values = GC.AllocateArray<T>(length, pinned: true);
        SecretWatch.Tell(this);
    }

    /// <summary>Whether it has been zeroed for good.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>The secret values.</summary>
    /// <exception cref="ObjectDisposedException">They are gone.</exception>
    public Span<T> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return _values;
        }
    }

    /// <inheritdoc/>
    public bool IsZero => !MemoryMarshal.AsBytes(_values.AsSpan()).ContainsAnyExcept((byte)0);

    /// <summary>Zeros the memory.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_values.AsSpan()));
        IsDisposed = true;
    }
}
