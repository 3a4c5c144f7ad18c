using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Tributary.Privacy;

/// <summary>Uniform random bits for noise, fetched in blocks; each is used once and forgotten.</summary>
/// <remarks>Not thread-safe. Noise is worth as much as its bits are secret: whoever can guess them can take it away again.</remarks>
public abstract class SecretBits : IDisposable
{
    private const int Words = 4096; // 16 KiB: one call to the generator costs nothing beside what it fills

    private readonly uint[] _block = GC.AllocateArray<uint>(Words, pinned: true); // pinned: no copies are left behind in memory
    private int _next = Words;
    private uint _bits;
    private int _bitsLeft;

    /// <summary>Whether nobody can know the bits; noise of others protects nothing.</summary>
    public abstract bool IsSecret { get; }

    /// <summary>A uniform 32-bit word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint NextUInt32()
    {
        if (_next == Words) Refill();
        uint word = _block[_next];
        _block[_next++] = 0;
        return word;
    }

    /// <summary>A uniform 64-bit word.</summary>
    public ulong NextUInt64() => ((ulong)NextUInt32() << 32) | NextUInt32();

    /// <summary>One fair coin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NextBit()
    {
        if (_bitsLeft == 0)
        {
            _bits = NextUInt32();
            _bitsLeft = 32;
        }
        bool bit = (_bits & 1) != 0;
        _bits >>= 1;
        _bitsLeft--;
        return bit;
    }

    /// <summary>A uniform integer in [0, <paramref name="bound"/>), without bias.</summary>
    /// <param name="bound">From 1 to 2^63.</param>
    public ulong NextBelow(ulong bound)
    {
        // Lemire: Fast random integer generation in an interval, ACM TOMACS 29(1), 2019.
        if (bound <= uint.MaxValue)
        {
            uint range = (uint)bound;
            ulong product = (ulong)NextUInt32() * range;
            if ((uint)product < range)
            {
                uint reject = (0 - range) % range;
                while ((uint)product < reject) product = (ulong)NextUInt32() * range;
            }
            return product >> 32;
        }
        ulong high = Math.BigMul(NextUInt64(), bound, out ulong low);
        if (low < bound)
        {
            ulong reject = (0 - bound) % bound;
            while (low < reject) high = Math.BigMul(NextUInt64(), bound, out low);
        }
        return high;
    }

    /// <summary>Forgets the bits that were fetched and not used.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_block.AsSpan()));
        _next = Words;
        _bits = 0;
        _bitsLeft = 0;
        GC.SuppressFinalize(this);
    }

    /// <summary>Fetches uniform words.</summary>
    protected abstract void Fetch(Span<uint> words);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Refill()
    {
        Fetch(_block);
        _next = 0;
    }
}
