using System.Numerics;

namespace Tributary.Security;

/// <summary>Integers from 0 to a largest one as bits, the last of which weighs what the others leave to the largest.</summary>
internal sealed class RangeEncoding<T> where T : struct, IPrimeField<T>
{
    private readonly ulong _largest, _others, _last;

    /// <summary>For integers up to this one, 1 to 2^62.</summary>
    public RangeEncoding(ulong largest)
    {
        ArgumentOutOfRangeException.ThrowIfZero(largest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(largest, 1UL << 62);
        _largest = largest;
        Bits = 64 - BitOperations.LeadingZeroCount(largest);
        _others = (1UL << (Bits - 1)) - 1;
        _last = largest - _others;
    }

    /// <summary>Elements of an encoded integer.</summary>
    public int Bits { get; }

    /// <summary>Encodes an integer, in constant time.</summary>
    /// <exception cref="ArgumentException">It is too large.</exception>
    public void Encode(ulong value, Span<T> bits)
    {
        if (value > _largest)
            throw new ArgumentException(
                $"A measurement is above {_largest}, and its proof would be refused. Clip it before.", nameof(value));
        ulong carries = (_others - value) >> 63, rest = value - (_last & (0 - carries));
        for (int i = 0; i < Bits - 1; i++) bits[i] = T.From(rest >> i & 1);
        bits[Bits - 1] = T.From(carries);
    }

    /// <summary>The integer, or from shares of the bits a share of it.</summary>
    public T Decode(ReadOnlySpan<T> bits)
    {
        T value = bits[Bits - 1] * T.From(_last);
        for (int i = 0; i < Bits - 1; i++) value += bits[i] * T.From(1UL << i);
        return value;
    }
}
