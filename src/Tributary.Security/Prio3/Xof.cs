using System.Buffers.Binary;

namespace Tributary.Security;

/// <summary>XofTurboShake128 (draft-irtf-cfrg-vdaf, section "XofTurboShake128"): bytes and field elements from a seed.</summary>
internal sealed class Xof
{
    /// <summary>Bytes of a seed.</summary>
    public const int SeedLength = 32;

    private readonly TurboShake128 _stream;

    /// <summary>Of a seed, a domain separation tag and a binder.</summary>
    public Xof(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> binder)
    {
        byte[] length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, checked((ushort)tag.Length));
        _stream = new TurboShake128([.. length, .. tag, checked((byte)seed.Length), .. seed, .. binder], 1);
    }

    /// <summary>The next seed.</summary>
    public byte[] NextSeed()
    {
        byte[] seed = new byte[SeedLength];
        _stream.Read(seed);
        return seed;
    }

    /// <summary>The next field elements; what is not below the modulus is left out.</summary>
    public T[] NextVector<T>(int length) where T : struct, IPrimeField<T>
    {
        T[] values = new T[length];
        Span<byte> bytes = stackalloc byte[T.Size];
        for (int i = 0; i < length;)
        {
            _stream.Read(bytes);
            if (T.Read(bytes) is { } value) values[i++] = value;
        }
        return values;
    }
}
