using System.Buffers.Binary;

namespace Tributary.Security;

/// <summary>The field of integers modulo 2^128 - 7 2^66 + 1, in Montgomery's form with factor 2^128.</summary>
internal readonly record struct Field128 : IPrimeField<Field128>
{
    private static readonly UInt128 _modulus = new(High, Low);
    private static readonly UInt128 _square = SquareOfFactor();
    private const ulong High = 0xFFFFFFFFFFFFFFE4, Low = 1;
    private readonly UInt128 _value;

    private Field128(UInt128 value) => _value = value;

    /// <inheritdoc/>
    public static int Size => 16;

    /// <inheritdoc/>
    public static int OrderBits => 66;

    /// <inheritdoc/>
    public static Field128 Generator { get; } = FieldMath.Power(From(7), 4611686018427387897);

    /// <inheritdoc/>
    public static Field128 From(ulong value) => new(Multiply(value, _square));

    /// <inheritdoc/>
    public static Field128? Read(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadUInt128LittleEndian(bytes) is var value && value < _modulus ? new Field128(Multiply(value, _square)) : null;

    /// <inheritdoc/>
    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt128LittleEndian(bytes, ToInteger());

    /// <inheritdoc/>
    public UInt128 ToInteger() => Multiply(_value, 1);

    /// <inheritdoc/>
    public static Field128 operator +(Field128 a, Field128 b) => new(Subtract(a._value, _modulus - b._value));

    /// <inheritdoc/>
    public static Field128 operator -(Field128 a, Field128 b) => new(Subtract(a._value, b._value));

    /// <inheritdoc/>
    public static Field128 operator *(Field128 a, Field128 b) => new(Multiply(a._value, b._value));

    /// <inheritdoc/>
    public Field128 Invert() => FieldMath.Power(this, _modulus - 2);

    private static UInt128 Subtract(UInt128 a, UInt128 b)
    {
        UInt128 difference = a - b, borrow = ((~a & b) | (~(a ^ b) & difference)) >> 127;
        return difference + (_modulus & (0 - borrow));
    }

    // a b / 2^128. The lowest word of the modulus is 1, so that its negated inverse modulo 2^64 is -1.
    private static UInt128 Multiply(UInt128 a, UInt128 b)
    {
        ulong b0 = (ulong)b, b1 = (ulong)(b >> 64);
        UInt128 value = 0;
        ulong over = 0; // bits from 128 on
        for (int word = 0; word < 2; word++)
        {
            ulong factor = (ulong)(a >> (64 * word));
            UInt128 low = (UInt128)factor * b0 + (ulong)value;
            UInt128 high = (UInt128)factor * b1 + (ulong)(value >> 64) + (ulong)(low >> 64);
            UInt128 top = (UInt128)over + (ulong)(high >> 64);
            ulong digit = 0 - (ulong)low;
            UInt128 cleared = (UInt128)digit + (ulong)low; // times the lowest word, 1
            UInt128 next = (UInt128)digit * High + (ulong)high + (ulong)(cleared >> 64);
            top += (ulong)(next >> 64);
            value = new UInt128((ulong)top, (ulong)next);
            over = (ulong)(top >> 64);
        }
        // Below twice the modulus: subtract it unless that borrows beyond bit 128.
        UInt128 less = value - _modulus, borrow = ((~value & _modulus) | (~(value ^ _modulus) & less)) >> 127;
        return less + (_modulus & (0 - (borrow & (1 - (UInt128)over))));
    }

    // 2^256 modulo the modulus, by doubling one.
    private static UInt128 SquareOfFactor()
    {
        UInt128 value = 1;
        for (int i = 0; i < 256; i++) value = Subtract(value, _modulus - value);
        return value;
    }
}
