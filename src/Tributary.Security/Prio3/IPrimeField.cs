namespace Tributary.Security;

/// <summary>An element of a prime field with a large group of roots of unity whose order is a power of two.</summary>
/// <remarks>Draft-irtf-cfrg-vdaf, section "Finite Fields". Arithmetic takes a time that does not depend on the elements.</remarks>
internal interface IPrimeField<T> where T : struct, IPrimeField<T>
{
    /// <summary>Bytes of an element on the wire.</summary>
    static abstract int Size { get; }

    /// <summary>The binary logarithm of the order of <see cref="Generator"/>.</summary>
    static abstract int OrderBits { get; }

    /// <summary>A generator of the group of roots of unity.</summary>
    static abstract T Generator { get; }

    /// <summary>An integer below the modulus.</summary>
    static abstract T From(ulong value);

    /// <summary>Reads an element; null where the bytes are not below the modulus.</summary>
    static abstract T? Read(ReadOnlySpan<byte> bytes);

    /// <summary>Writes an element, lowest byte first.</summary>
    void Write(Span<byte> bytes);

    /// <summary>The element as an integer.</summary>
    UInt128 ToInteger();

    /// <summary>A sum.</summary>
    static abstract T operator +(T a, T b);

    /// <summary>A difference.</summary>
    static abstract T operator -(T a, T b);

    /// <summary>A product.</summary>
    static abstract T operator *(T a, T b);

    /// <summary>The inverse of an element that is not zero.</summary>
    T Invert();
}
