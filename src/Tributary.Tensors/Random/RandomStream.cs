using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tributary.Tensors;

/// <summary>
/// A reproducible stream of random numbers: the same key gives the same numbers on every machine, and <see cref="Derive"/> makes
/// independent streams by purpose, so that adding a draw in one place changes nothing elsewhere.
/// </summary>
/// <remarks>Built on <see cref="Philox"/>. For simulation and training only; secrets come from the operating system's generator.</remarks>
public sealed class RandomStream
{
    private readonly ulong _key;
    private ulong _counter;
    private (uint, uint, uint, uint) _block;
    private int _left;
    private double _spareNormal = double.NaN;

    /// <summary>The stream with this key.</summary>
    public RandomStream(ulong key) => _key = key;

    /// <summary>
    /// A stream of its own for <paramref name="purpose"/> and up to two numbers (a round and a client, say); does not advance this one.
    /// </summary>
    public RandomStream Derive(string purpose, long first = 0, long second = 0)
    {
        Span<byte> message = stackalloc byte[24 + Encoding.UTF8.GetMaxByteCount(purpose.Length)];
        BinaryPrimitives.WriteUInt64LittleEndian(message, _key);
        BinaryPrimitives.WriteInt64LittleEndian(message[8..], first);
        BinaryPrimitives.WriteInt64LittleEndian(message[16..], second);
        int length = 24 + Encoding.UTF8.GetBytes(purpose, message[24..]);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(message[..length], digest);
        return new RandomStream(BinaryPrimitives.ReadUInt64LittleEndian(digest));
    }

    /// <summary>A uniform 32-bit word.</summary>
    public uint NextUInt32()
    {
        if (_left == 0)
        {
            _block = Philox.Block((uint)_counter, (uint)(_counter >> 32), 0, 0, (uint)_key, (uint)(_key >> 32));
            _counter++;
            _left = 4;
        }
        return _left-- switch { 4 => _block.Item1, 3 => _block.Item2, 2 => _block.Item3, _ => _block.Item4 };
    }

    /// <summary>A uniform 64-bit word.</summary>
    public ulong NextUInt64() => ((ulong)NextUInt32() << 32) | NextUInt32();

    /// <summary>A uniform integer in [0, <paramref name="bound"/>), without bias.</summary>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        uint range = (uint)bound, reject = (uint)-bound % range;
        while (true)
        {
            // Lemire: Fast random integer generation in an interval, ACM TOMACS 29(1), 2019.
            ulong product = (ulong)NextUInt32() * range;
            if ((uint)product >= reject) return (int)(product >> 32);
        }
    }

    /// <summary>A uniform float in [0, 1) on the grid of 2^-24.</summary>
    public float NextSingle() => (NextUInt32() >> 8) * (1f / (1 << 24));

    /// <summary>A uniform double in [0, 1) on the grid of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1L << 53));

    /// <summary>A standard normal number (Marsaglia's polar method).</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(_spareNormal))
        {
            double spare = _spareNormal;
            _spareNormal = double.NaN;
            return spare;
        }
        while (true)
        {
            double u = 2 * NextDouble() - 1, v = 2 * NextDouble() - 1, s = u * u + v * v;
            if (s is >= 1 or 0) continue;
            double radius = Math.Sqrt(-2 * Elementary.Log(s) / s);
            _spareNormal = v * radius;
            return u * radius;
        }
    }

    /// <summary>Fills <paramref name="values"/> with standard normal numbers.</summary>
    public void FillNormal(Span<float> values)
    {
        foreach (ref float value in values) value = (float)NextNormal();
    }

    /// <summary>Puts <paramref name="items"/> in a uniformly random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
