using System.Buffers.Binary;

namespace Tributary.Security;

/// <summary>The field of integers modulo 2^64 - 2^32 + 1.</summary>
internal readonly record struct Field64 : IPrimeField<Field64>
{
    private const ulong Modulus = 0xFFFFFFFF00000001, Rest = 0xFFFFFFFF; // 2^64 modulo it
    private readonly ulong _value;

    private Field64(ulong value) => _value = value;

    /// <inheritdoc/>
    public static int Size => sizeof(ulong);

    /// <inheritdoc/>
    public static int OrderBits => 32;

    /// <inheritdoc/>
    public static Field64 Generator { get; } = FieldMath.Power(new Field64(7), 4294967295);

    /// <inheritdoc/>
    public static Field64 From(ulong value) => new(value);

    /// <inheritdoc/>
    public static Field64? Read(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadUInt64LittleEndian(bytes) is var value && value < Modulus ? new Field64(value) : null;

    /// <inheritdoc/>
    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt64LittleEndian(bytes, _value);

    /// <inheritdoc/>
    public UInt128 ToInteger() => _value;

    /// <inheritdoc/>
    public static Field64 operator +(Field64 a, Field64 b) => a - new Field64(Modulus - b._value);

    /// <inheritdoc/>
    public static Field64 operator -(Field64 a, Field64 b)
    {
        // b may be the modulus itself, from a sum with zero: the difference is below the modulus all the same.
        ulong difference = a._value - b._value;
        return new(difference + (Modulus & (0 - Borrow(a._value, b._value))));
    }

    /// <inheritdoc/>
    public static Field64 operator *(Field64 a, Field64 b)
    {
        // With 2^64 = 2^32 - 1 and 2^96 = -1.
        ulong high = Math.BigMul(a._value, b._value, out ulong low), top = high >> 32, middle = (high & Rest) * Rest;
        ulong value = low - top;
        value -= Rest & (0 - Borrow(low, top));
        ulong sum = value + middle;
        sum += Rest & (0 - Borrow(sum, value));
        ulong less = sum - Modulus;
        return new(less + (Modulus & (0 - Borrow(sum, Modulus))));
    }

    /// <inheritdoc/>
    public Field64 Invert() => FieldMath.Power(this, Modulus - 2);

    // 1 where a is below b.
    private static ulong Borrow(ulong a, ulong b) => ((~a & b) | (~(a ^ b) & (a - b))) >> 63;
}
